/** A field as text; a file or a missing field is the empty string. */
export function typed(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === "string" ? value : "";
}

/** The lines of a field that are not empty. */
export function lines(fields: FormData, name: string): string[] {
  return typed(fields, name)
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter(Boolean);
}

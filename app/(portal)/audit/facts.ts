export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value of an entry's details, to the letter; nothing is an em dash. */
export function said(value: unknown): string {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return "—";
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.join(", ");
  return JSON.stringify(value);
}

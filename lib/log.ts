/** One JSON line an event, to standard output. Callers never pass tokens, keys or whole bodies. */
export function log(level: "info" | "warn" | "error", event: string, facts: Record<string, unknown> = {}): void {
  const line = JSON.stringify({ at: new Date().toISOString(), level, event, ...facts }, (_key, value: unknown) =>
    value instanceof Error
      ? { name: value.name, message: value.message, stack: value.stack }
      : typeof value === "bigint"
        ? value.toString()
        : value,
  );
  if (level === "error") console.error(line);
  else console.log(line);
}

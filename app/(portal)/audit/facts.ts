export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value of an entry's details, to the letter; nothing is an em dash. */
export function said(value: unknown): string {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return "—";
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.join(", ");
  return JSON.stringify(value);
}

export type Change = { name: string; before: unknown; after: unknown };

/** `before` and `after` and nothing else, of one thing. */
const isPair = (value: unknown): value is { before: unknown; after: unknown } =>
  isRecord(value) && "before" in value && "after" in value && Object.keys(value).length === 2;

/** What an entry's details say was changed, from what to what, and what else they say; what is as it was is left out. */
export function changesIn(details: unknown): { changes: Change[]; rest: [string, unknown][] } {
  const { before, after, ...others } = isRecord(details) ? details : {};
  const changes: Change[] = [];
  if (isRecord(before) || isRecord(after)) {
    const [old, now] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
    for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) changes.push({ name, before: old[name], after: now[name] });
  } else if (before !== undefined || after !== undefined) changes.push({ name: "", before, after });
  const rest: [string, unknown][] = [];
  for (const [name, value] of Object.entries(others))
    if (isPair(value)) changes.push({ name, before: value.before, after: value.after });
    else if (value !== null) rest.push([name, value]);
  return { changes: changes.filter((one) => JSON.stringify(one.before ?? null) !== JSON.stringify(one.after ?? null)), rest };
}

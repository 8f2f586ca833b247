/** One value of a page's query as text: the first where there are several, without the NUL that PostgreSQL does not take. */
export function queryText(value: string | string[] | undefined): string {
  return ((Array.isArray(value) ? value[0] : value) ?? "").replaceAll("\0", "").trim();
}

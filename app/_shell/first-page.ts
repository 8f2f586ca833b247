/** The parameters that say which page of a list is shown: a user's page has two lists. */
const CURSORS = ["cursor", "history", "sessions"];

/** The address of a list's first page, with its search, filters and order; null where the address asks for no other page. */
export function firstPage(path: string): string | null {
  const { pathname, searchParams } = new URL(path, "http://localhost");
  const before = searchParams.size;
  for (const name of CURSORS) searchParams.delete(name);
  if (searchParams.size === before) return null;
  // An address of ours alone: two slashes would name another host.
  return pathname.replace(/^\/+/, "/") + (searchParams.size > 0 ? `?${searchParams}` : "");
}

export type ListParams = Readonly<Record<string, string | undefined>>;

/** A list's address: everything that it shows is in it. What is empty is left out; the order is always the same. */
export function listUrl(path: string, params: ListParams): string {
  const query = new URLSearchParams();
  for (const name of Object.keys(params).sort()) {
    const value = params[name]?.trim();
    if (value) query.set(name, value);
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

/** Another search, filter or order begins at the first page. */
export function changedList(path: string, params: ListParams, change: ListParams): string {
  return listUrl(path, { ...params, cursor: undefined, ...change });
}

import { queryText } from "@/app/_shell/query";
import type { Sort } from "@/app/_ui/sort-link";
import { Refusal } from "@/lib/refusal";
import { changedList, type ListParams } from "@/app/_ui/list-url";
import { cursorOf, sortOf, UsersQuery } from "@/lib/users/user-filter";

export type Search = Promise<Record<string, string | string[] | undefined>>;
export type UsersParams = ListParams & { q?: string; show?: string; sort?: string; cursor?: string };

/** What the list's address asks for; what it does not know is left out, so that an old link still shows something. */
export async function listParams(search: Search): Promise<{ params: UsersParams; query: UsersQuery }> {
  const asked = await search;
  const text = (name: string) => queryText(asked[name]);
  const { shape } = UsersQuery;
  const show = shape.show.safeParse(text("show") || undefined).data;
  const sort = shape.sort.safeParse(text("sort") || undefined).data ?? "name";
  const q = text("q").slice(0, 400);
  const cursor = known({ search: q, show, sort, cursor: text("cursor") || undefined });
  return { params: { q, show, sort: sort === "name" ? undefined : sort, cursor }, query: { search: q, show, sort, cursor } };
}

/** A cursor that is cut short, or of another order, is the first page. */
function known(query: UsersQuery): string | undefined {
  try {
    cursorOf(query);
    return query.cursor;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** The header link of a column: its order, and the other way round when it is the order already. */
export function sortBy(by: "name" | "username" | "added", params: UsersParams, query: UsersQuery): Sort | undefined {
  const now = sortOf(query);
  const fixed = sortOf({ ...query, sort: "name" }).by === "username";
  if (fixed && by !== "username") return undefined;
  const next = now.by === by && !now.down ? `-${by}` : by;
  return {
    href: changedList("/users", params, { sort: next === "name" ? undefined : next }),
    direction: now.by !== by ? null : now.down ? "descending" : "ascending",
  };
}

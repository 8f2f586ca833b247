import { queryText } from "@/app/_shell/query";
import type { Sort } from "@/app/_ui/sort-link";
import { Refusal } from "@/lib/refusal";
import { changedList, type ListParams } from "@/app/_ui/list-url";
import { cursorOf, sortOf, USER_FACTS, UsersQuery, type UserFilter } from "@/lib/users/user-filter";

export type Search = Promise<Record<string, string | string[] | undefined>>;
export type UsersParams = ListParams & { q?: string; sort?: string; cursor?: string };

/** What the list's address asks for; what it does not know is left out, so that an old link still shows something. */
export async function listParams(search: Search): Promise<{ params: UsersParams; query: UsersQuery }> {
  const asked = await search;
  const text = (name: string) => queryText(asked[name]) || undefined;
  const facts = {
    state: USER_FACTS.state.safeParse(text("state")).data,
    connected: USER_FACTS.connected.safeParse(text("connected")).data,
    invitation: USER_FACTS.invitation.safeParse(text("invitation")).data,
    leaves: USER_FACTS.leaves.safeParse(text("leaves")).data,
    devices: USER_FACTS.devices.safeParse(text("devices")).data,
  };
  const sort = UsersQuery.shape.sort.safeParse(text("sort")).data ?? "name";
  const q = (text("q") ?? "").slice(0, 400);
  const query = { search: q, ...facts, sort };
  const cursor = known({ ...query, cursor: text("cursor") });
  return { params: { q, ...facts, sort: sort === "name" ? undefined : sort, cursor }, query: { ...query, cursor } };
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

/** Whether a filter narrows the list. */
export const isFiltered = ({ state, connected, invitation, leaves, devices }: UserFilter): boolean =>
  [state, connected, invitation, leaves, devices].some((one) => one !== undefined);

/** The header link of a column: its order, and the other way round when it is the order already. */
export function sortBy(by: "name" | "username" | "added", params: UsersParams, query: UsersQuery): Sort | undefined {
  const now = sortOf(query);
  if (now.by === "leaves") return undefined;
  const next = now.by === by && !now.down ? `-${by}` : by;
  return {
    href: changedList("/users", params, { sort: next === "name" ? undefined : next }),
    direction: now.by !== by ? null : now.down ? "descending" : "ascending",
  };
}

import { Prisma } from "@/generated/prisma/client";
import type { Cursor } from "@/lib/core/cursor";
import { db } from "@/lib/db/client";
import { readInOrder } from "@/lib/db/read-in-order";
import { refuse } from "@/lib/refusal";
import { findUsers, MOST_FOUND } from "./find-users";
import { byIds } from "./list-users";
import { sortOf, type UserFilter } from "./user-filter";
import { inOrder, keyOf, type Order } from "./users-sql";

/** With the first row of each of 48 stretches, no query reads more than 200. */
const BATCH = 150;

/**
 * The usernames of all users that a filter matches, at most 150 at a time, in the order of usernames (who leaves soon: of leave dates):
 * for what is done to "all that match". A search that finds more than the list can show is refused, so that nothing is done to anybody
 * whom nobody has seen; `field` is where the request has the search.
 */
export async function* matchingUsernames(filter: UserFilter, now: Date, field: string): AsyncGenerator<string[], void> {
  if (filter.search.trim()) {
    const usernames = await byNames(filter, now, field);
    if (usernames.length > 0) yield usernames;
    return;
  }
  const order: Order = { by: sortOf({ ...filter, sort: "username" }).by, descending: false };
  const columns = Prisma.sql`u.username, ${keyOf(order.by)} AS key`;
  const readFrom = (last: Cursor | null) =>
    db().$transaction(async (tx) => {
      await readInOrder(tx);
      return tx.$queryRaw<{ username: string; key: string }[]>(inOrder(columns, filter, now, order, last, BATCH));
    });
  for (let last: Cursor | null = null; ; ) {
    const rows: { username: string; key: string }[] = await readFrom(last);
    const end = rows.at(-1);
    if (end) yield rows.map(({ username }) => username);
    if (!end || rows.length < BATCH) return;
    last = { keys: [end.key, end.username], back: false };
  }
}

function byNames(filter: UserFilter, now: Date, field: string): Promise<string[]> {
  return db().$transaction(async (tx) => {
    await readInOrder(tx);
    const { ids, more } = await findUsers(tx, filter.search, filter, now);
    if (more) refuse("invalid", `${whyTooMany(ids.length)} Type more of it, so that fewer do.`, field);
    const rows = await tx.$queryRaw<{ username: string }[]>`
      WITH few AS MATERIALIZED (${byIds(ids)}) SELECT u.username FROM few u ORDER BY u.username`;
    return rows.map(({ username }) => username);
  });
}

const whyTooMany = (found: number) =>
  found >= MOST_FOUND
    ? `More than ${MOST_FOUND} users match this search.`
    : "This search finds so many that not all of them were asked whether they match the filter.";

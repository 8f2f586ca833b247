import { Prisma } from "@/generated/prisma/client";
import type { Cursor } from "@/lib/core/cursor";
import { facetsOf } from "./facets";
import { SOON_DAYS, type UserFilter, type UserOrder } from "./user-filter";

/** An order as it is read: the other way round when a page goes back. */
export type Order = { by: UserOrder["by"]; descending: boolean };

const soon = (now: Date) => new Date(now.getTime() + SOON_DAYS * 86_400_000);
const within = ({ leaves }: UserFilter, now: Date) => (leaves === "soon" ? Prisma.sql`u.leaves_at <= ${soon(now)}` : Prisma.sql`true`);

/** Whether a row of "user" u matches every filter. */
export function isMatch(filter: UserFilter, now: Date): Prisma.Sql {
  const facets = facetsOf(filter);
  return facets ? Prisma.sql`(u.facet = ANY(${facets}::int[]) AND ${within(filter, now)})` : Prisma.sql`true`;
}

/**
 * Rows of "user" u that match every filter, in the list's order: one stretch of an index for each of the numbers, merged. PostgreSQL reads
 * one row of each and then those that it gives, however many match.
 */
export function inOrder(
  columns: Prisma.Sql,
  filter: UserFilter,
  now: Date,
  order: Order,
  cursor: Cursor | null,
  limit: number,
): Prisma.Sql {
  const last = Prisma.sql`ORDER BY ${orderBy(order)} LIMIT ${limit}`;
  const where = Prisma.sql`${beyond(order, cursor)} AND ${within(filter, now)}`;
  const stretches = facetsOf(filter)?.map(
    // Each in the order by itself, or PostgreSQL collects all of them and sorts.
    (facet) => Prisma.sql`(SELECT * FROM "user" u WHERE u.facet = ${Prisma.raw(String(facet))} AND ${where} ${last})`,
  );
  return stretches
    ? Prisma.sql`SELECT ${columns} FROM (${Prisma.join(stretches, " UNION ALL ")}) u ${last}`
    : Prisma.sql`SELECT ${columns} FROM "user" u WHERE ${where} ${last}`;
}

/** One for each that matches, at most `limit`, in no order: to be counted. */
export function someMatches(filter: UserFilter, now: Date, limit: number): Prisma.Sql {
  return Prisma.sql`SELECT 1 FROM "user" u WHERE ${isMatch(filter, now)} LIMIT ${limit}`;
}

const columns = {
  name: Prisma.sql`u.name_order`,
  username: Prisma.sql`u.username`,
  added: Prisma.sql`u.created_at`,
  leaves: Prisma.sql`u.leaves_at`,
};

export function orderBy({ by, descending }: Order): Prisma.Sql {
  const way = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  return by === "username" ? Prisma.sql`u.username ${way}` : Prisma.sql`${columns[by]} ${way}, u.username ${way}`;
}

/** A row's sort key as the cursor carries it, beside the username. */
export function keyOf(by: Order["by"]): Prisma.Sql {
  return by === "added" || by === "leaves"
    ? Prisma.sql`to_char(${columns[by]} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
    : columns[by];
}

/** The rows that come after the cursor in this order; `keys` are as pageOf has made them: the sort key where there is one, the username. */
export function beyond({ by, descending }: Order, cursor: Cursor | null): Prisma.Sql {
  if (!cursor) return Prisma.sql`true`;
  const than = descending ? Prisma.sql`<` : Prisma.sql`>`;
  const [key, username] = [String(cursor.keys[0]), String(cursor.keys.at(-1))];
  if (by === "username") return Prisma.sql`u.username ${than} ${username}`;
  if (by === "name") return Prisma.sql`(u.name_order, u.username) ${than} (${key}, ${username})`;
  return Prisma.sql`(${columns[by]}, u.username) ${than} (${new Date(key)}::timestamptz, ${username})`;
}

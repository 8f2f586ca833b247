import { Prisma } from "@/generated/prisma/client";
import type { Cursor } from "@/lib/core/cursor";
import { facetsOf, type Facts } from "./facets";
import { SOON_DAYS, type UserOrder } from "./user-filter";

/** An order as it is read: the other way round when a page goes back. */
export type Order = { by: UserOrder["by"]; descending: boolean };

const soon = (now: Date) => new Date(now.getTime() + SOON_DAYS * 86_400_000);
const within = ({ leaves }: Facts, now: Date) => (leaves === "soon" ? Prisma.sql`u.leaves_at <= ${soon(now)}` : Prisma.sql`true`);

/** Whether a row of "user" u matches every filter. */
export function isMatch(filter: Facts, now: Date): Prisma.Sql {
  const facets = facetsOf(filter);
  return facets ? Prisma.sql`(u.facet = ANY(${facets}::int[]) AND ${within(filter, now)})` : Prisma.sql`true`;
}

/**
 * Rows of "user" u that match every filter, in the list's order: one stretch of an index for each of the numbers, merged. PostgreSQL reads
 * one row of each and then those that it gives, however many match.
 */
export function inOrder(columns: Prisma.Sql, filter: Facts, now: Date, order: Order, cursor: Cursor | null, limit: number): Prisma.Sql {
  const last = Prisma.sql`ORDER BY ${orderBy(order)} LIMIT ${limit}`;
  const where = Prisma.sql`${beyond(order, cursor)} AND ${within(filter, now)}`;
  const stretches = facetsOf(filter)?.map(
    // Each in the order by itself, or PostgreSQL collects all of them and sorts.
    (facet) => Prisma.sql`(SELECT * FROM "user" u WHERE ${stretchOf(Prisma.raw(`(SELECT ${facet})`))} AND ${where} ${last})`,
  );
  return stretches
    ? Prisma.sql`SELECT ${columns} FROM (${Prisma.join(stretches, " UNION ALL ")}) u ${last}`
    : Prisma.sql`SELECT ${columns} FROM "user" u WHERE ${where} ${last}`;
}

/** At most `limit` of those who match, in no order; `columns` of "user" u. */
export function someMatches(columns: Prisma.Sql, filter: Facts, now: Date, limit: number): Prisma.Sql {
  const facets = facetsOf(filter);
  if (!facets) return Prisma.sql`SELECT ${columns} FROM "user" u LIMIT ${limit}`;
  return Prisma.sql`
    SELECT ${columns} FROM unnest(${facets}::int[]) AS f(facet)
    CROSS JOIN LATERAL (SELECT * FROM "user" u WHERE ${stretchOf(Prisma.sql`f.facet`)} AND ${within(filter, now)} LIMIT ${limit}) u LIMIT ${limit}`;
}

/**
 * The rows of "user" u with one number, so that PostgreSQL takes an index that begins with it. Said once, with a number that it can look up,
 * it may prefer the index of the order alone and read past everybody else, where it takes that for cheaper: rows that lie in that order, or
 * statistics of yesterday. Of a number that it does not know, said as a range too, it expects next to nobody, and the others cost all.
 */
const stretchOf = (facet: Prisma.Sql) => Prisma.sql`u.facet = ${facet} AND u.facet BETWEEN ${facet} AND ${facet}`;

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

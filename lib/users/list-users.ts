import { Prisma, type UserState } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { PAGE_SIZE, pageOf, type Cursor, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { readTally } from "@/lib/core/tally";
import { db, type Tx } from "@/lib/db/client";
import { readInOrder } from "@/lib/db/read-in-order";
import { findUsers, MOST_FOUND } from "./find-users";
import { facetsOf } from "./facets";
import { cursorOf, sortOf, type UserFilter, type UsersQuery } from "./user-filter";
import { beyond, inOrder, keyOf, orderBy, someMatches, type Order } from "./users-sql";

export type UserRow = {
  username: string;
  name: string;
  email: string | null;
  state: UserState;
  version: number;
  createdAt: Date;
  leavesAt: Date | null;
  devices: number;
  /** Invitations neither used nor withdrawn. */
  unusedInvitations: number;
  /** Devices that have a VPN session. */
  connected: number;
};
/** How many match: `more` when there are more than `count`, which is where counting stops. */
export type UserCount = { count: number; more: boolean };
export type UserList = Paged<UserRow> & UserCount & { total: number };

type Row = Omit<UserRow, "connected"> & { key: string };

/** A page of users. What it reads does not grow with the number of users, whatever is searched, filtered and sorted by. */
export async function listUsers(ctx: Context, query: UsersQuery): Promise<UserList> {
  demand(ctx.actor, "users.read");
  const { by, down } = sortOf(query);
  const cursor = cursorOf(query);
  const order: Order = { by, descending: down !== (cursor?.back ?? false) };
  const now = ctx.now();
  return db().$transaction(async (tx) => {
    await readInOrder(tx);
    const found = query.search.trim() ? await findUsers(tx, query.search, query, now) : null;
    const tally = await readTally(tx);
    const total = (["active", "suspended", "offboarded"] as const).reduce((sum, state) => sum + tally(`user.${state}`), 0);
    const limit = PAGE_SIZE + 1;
    const rows = await tx.$queryRaw<Row[]>(
      found ? amongIds(found.ids, order, cursor, limit) : inOrder(columnsOf(order), query, now, order, cursor, limit),
    );
    const count = found ? { count: found.ids.length, more: found.more } : await countMatches(tx, query, now, tally, total);
    const page = pageOf(rows, PAGE_SIZE, cursor, (row) => (by === "username" ? [row.username] : [row.key, row.username]));
    return { ...page, rows: await withConnected(tx, page.rows), ...count, total };
  });
}

const columnsOf = (order: Order) => Prisma.sql`
  u.username, u.name, u.email, u.state::text AS state, u.version, u.created_at AS "createdAt", u.leaves_at AS "leavesAt",
  u.device_count AS devices, u.unused_invitations AS "unusedInvitations", ${keyOf(order.by)} AS key`;

/** One after the other, whatever PostgreSQL believes of the table: OFFSET keeps the two from becoming one query that reads past everybody. */
export const byIds = (ids: string[]) => Prisma.sql`
  SELECT p.* FROM unnest(${ids}::uuid[]) AS wanted(id) CROSS JOIN LATERAL (SELECT * FROM "user" WHERE "user".id = wanted.id OFFSET 0) p`;

/** Users by their ids are read first and sorted then: there are few, and the order's index would lead past everybody. */
const amongIds = (ids: string[], order: Order, cursor: Cursor | null, limit: number) => Prisma.sql`
  WITH few AS MATERIALIZED (${byIds(ids)})
  SELECT ${columnsOf(order)} FROM few u WHERE ${beyond(order, cursor)} ORDER BY ${orderBy(order)} LIMIT ${limit}`;

async function countMatches(tx: Tx, filter: UserFilter, now: Date, tally: (name: string) => number, total: number): Promise<UserCount> {
  if (!facetsOf(filter)) return { count: total, more: false };
  const { state, connected, invitation, leaves, devices } = filter;
  if (state && !connected && !invitation && !leaves && !devices) return { count: tally(`user.${state}`), more: false };
  const [row] = await tx.$queryRaw<
    { n: number }[]
  >`SELECT count(*)::int AS n FROM (${someMatches(Prisma.sql`1`, filter, now, MOST_FOUND + 1)}) t`;
  const n = row?.n ?? 0;
  return { count: Math.min(n, MOST_FOUND), more: n > MOST_FOUND };
}

async function withConnected(tx: Tx, rows: Row[]): Promise<UserRow[]> {
  const names = rows.map(({ username }) => username);
  const sessions = await tx.$queryRaw<{ username: string; n: number }[]>`
    SELECT t.username, s.n FROM unnest(${names}::text[]) t(username),
      LATERAL (SELECT count(DISTINCT v.common_name)::int AS n FROM vpn_session v WHERE v.username = t.username) s WHERE s.n > 0`;
  const connected = new Map(sessions.map(({ username, n }) => [username, n]));
  return rows.map(({ key: _key, ...row }) => ({ ...row, connected: connected.get(row.username) ?? 0 }));
}

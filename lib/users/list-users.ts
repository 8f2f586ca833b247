import { Prisma, type UserState } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { MOST_ROWS, PAGE_SIZE, pageOf, type Cursor, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { readTally } from "@/lib/core/tally";
import { db, type Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { findUsers, MOST_FOUND, readInOrder, type Found } from "./find-users";
import { cursorOf, sortOf, type UserFilter, type UserKind, type UsersQuery } from "./user-filter";
import { beyond, connectedUsernames, keyOf, ofKind, orderBy, type Order } from "./users-sql";

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

/** A page of users. What it reads does not grow with the number of users: every search, kind and order has its index. */
export async function listUsers(ctx: Context, query: UsersQuery): Promise<UserList> {
  demand(ctx.actor, "users.read");
  const { by, down } = sortOf(query);
  const cursor = cursorOf(query);
  const order: Order = { by, descending: down !== (cursor?.back ?? false) };
  return db().$transaction(async (tx) => {
    await readInOrder(tx);
    const found = query.search.trim() ? await findUsers(tx, query.search) : null;
    const tally = await readTally(tx);
    const total = (["active", "suspended", "offboarded"] as const).reduce((sum, state) => sum + tally(`user.${state}`), 0);
    const rows = await readRows(tx, found, query.show, order, cursor);
    const count = found ? await countFound(tx, found, query.show) : await countKind(tx, query.show, tally, total);
    const page = pageOf(rows, PAGE_SIZE, cursor, (row) => (by === "username" ? [row.username] : [row.key, row.username]));
    return { ...page, rows: await withConnected(tx, page.rows), ...count, total };
  });
}

/** One after the other, whatever PostgreSQL believes of the table: OFFSET keeps the two from becoming one query that reads past everybody. */
const byIds = (ids: string[]) => Prisma.sql`
  SELECT p.* FROM unnest(${ids}::uuid[]) AS wanted(id) CROSS JOIN LATERAL (SELECT * FROM "user" WHERE "user".id = wanted.id OFFSET 0) p`;

/** Users by their ids or names are read first and sorted then: there are few, and the order's index would lead past everybody. */
function readRows(tx: Tx, found: Found | null, show: UserKind | undefined, order: Order, cursor: Cursor | null): Promise<Row[]> {
  const limit = PAGE_SIZE + 1;
  const few = found
    ? byIds(found.ids)
    : show === "connected"
      ? Prisma.sql`SELECT p.* FROM (${connectedUsernames(cursor, order.descending, limit)}) s JOIN "user" p ON p.username = s.username`
      : null;
  return tx.$queryRaw<Row[]>`
    ${few ? Prisma.sql`WITH few AS MATERIALIZED (${few})` : Prisma.empty}
    SELECT u.username, u.name, u.email, u.state::text AS state, u.version, u.created_at AS "createdAt", u.leaves_at AS "leavesAt",
      u.device_count AS devices, u.unused_invitations AS "unusedInvitations", ${keyOf(order.by)} AS key
    FROM ${few ? Prisma.sql`few` : Prisma.sql`"user"`} u
    WHERE ${ofKind(show)} AND ${beyond(order, cursor)} ORDER BY ${orderBy(order)} LIMIT ${limit}`;
}

async function countFound(tx: Tx, { ids, more }: Found, show: UserKind | undefined): Promise<UserCount> {
  if (!show) return { count: ids.length, more };
  const [row] = await tx.$queryRaw<{ n: number }[]>`
    WITH few AS MATERIALIZED (${byIds(ids)}) SELECT count(*)::int AS n FROM few u WHERE ${ofKind(show)}`;
  return { count: row?.n ?? 0, more };
}

async function countKind(tx: Tx, show: UserKind | undefined, tally: (name: string) => number, total: number): Promise<UserCount> {
  if (!show) return { count: total, more: false };
  if (show === "active" || show === "suspended" || show === "offboarded") return { count: tally(`user.${show}`), more: false };
  const rows =
    show === "connected"
      ? connectedUsernames(null, false, MOST_FOUND + 1)
      : Prisma.sql`SELECT 1 FROM "user" u WHERE ${ofKind(show)} LIMIT ${MOST_FOUND + 1}`;
  const [row] = await tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM (${rows}) t`;
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

/**
 * Step: the usernames of all users that a filter matches, at most 200 at a time, in the order of usernames: for what is done to "all that
 * match". A search that finds more than the list can show is refused, so that nothing is done to anybody whom nobody has seen.
 */
export async function* matchingUsernames(tx: Tx, { search, show }: UserFilter): AsyncGenerator<string[], void> {
  if (search.trim()) {
    const { ids, more } = await findUsers(tx, search);
    if (more) refuse("too-many", `More than ${MOST_FOUND} users match this search. Type more of it, so that fewer do.`, "search");
    const rows = await tx.$queryRaw<{ username: string }[]>`
      WITH few AS MATERIALIZED (${byIds(ids)}) SELECT u.username FROM few u WHERE ${ofKind(show)} ORDER BY u.username`;
    if (rows.length > 0) yield rows.map(({ username }) => username);
    return;
  }
  const order: Order = { by: "username", descending: false };
  for (let last: Cursor | null = null; ; ) {
    const rows: { username: string }[] = await tx.$queryRaw(
      show === "connected"
        ? connectedUsernames(last, false, MOST_ROWS)
        : Prisma.sql`SELECT u.username FROM "user" u WHERE ${ofKind(show)} AND ${beyond(order, last)} ORDER BY u.username LIMIT ${MOST_ROWS}`,
    );
    const username = rows.at(-1)?.username;
    if (username !== undefined) yield rows.map((row) => row.username);
    if (rows.length < MOST_ROWS) return;
    last = { keys: [username ?? ""], back: false };
  }
}

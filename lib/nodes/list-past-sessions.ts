import { Prisma } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { decodeCursor, MOMENT_AND_ID, PAGE_SIZE, pageOf, type Cursor, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db, type Tx } from "@/lib/db/client";
import type { PastQuery } from "./session-filter";
import { withOwners, type SessionOwner } from "./session-owners";

type PastRow = {
  id: string;
  nodeId: string;
  commonName: string;
  ipv4: string | null;
  ipv6: string | null;
  source: string | null;
  since: Date;
  until: Date;
  bytesIn: bigint;
  bytesOut: bigint;
};
export type ListedPast = Omit<PastRow, "nodeId"> & SessionOwner;
export type PastList = Paged<ListedPast> & { capped: boolean };

/** Ten of each of these names are read for a page of ten: no query reads more than 200 rows. */
const NAMES = 18;
const PAGE_OF_NAMES = 10;
const LAST = "\u{10FFFF}";

/**
 * VPN sessions that have ended, newest first, as long as the settings keep them: of the cluster or of a node, between two days; or, by
 * search, of those whose common name (which begins with the username) begins so.
 */
export async function listPastSessions(ctx: Context, query: PastQuery): Promise<PastList> {
  demand(ctx.actor, "nodes.read");
  const cursor = decodeCursor(query.cursor, MOMENT_AND_ID);
  const search = query.search?.trim().toLowerCase() ?? "";
  const names = search ? await namesThatBegin(search) : null;
  const size = names ? PAGE_OF_NAMES : PAGE_SIZE;
  const node = query.node ? await db().node.findUnique({ where: { name: query.node }, select: { id: true } }) : null;
  if (query.node && !node) return { rows: [], next: null, previous: null, capped: false };
  const where = [
    ...(query.from ? [Prisma.sql`p.until >= ${`${query.from}T00:00:00Z`}::timestamptz`] : []),
    ...(query.to ? [Prisma.sql`p.until < ${`${query.to}T00:00:00Z`}::timestamptz + interval '1 day'`] : []),
    ...(node ? [Prisma.sql`p.node_id = ${node.id}::uuid`] : []),
  ];
  return db().$transaction(async (tx) => {
    const found = await read(tx, names?.slice(0, NAMES) ?? null, where, cursor, size);
    const page = pageOf(found, size, cursor, (row) => [row.until.toISOString(), row.id]);
    const rows = (await withOwners(tx, page.rows)).map(({ nodeId: _node, ...row }) => row);
    return { ...page, rows, capped: (names?.length ?? 0) > NAMES };
  });
}

async function namesThatBegin(text: string): Promise<string[]> {
  const rows = await db().$queryRaw<{ name: string }[]>`
    SELECT common_name AS name FROM certificate WHERE common_name ~>=~ ${text} AND common_name ~<~ ${text + LAST} AND revision IS NOT NULL
    ORDER BY common_name USING ~<~ LIMIT ${NAMES + 1}`;
  return rows.map(({ name }) => name);
}

function read(tx: Tx, names: string[] | null, where: Prisma.Sql[], cursor: Cursor | null, size: number): Promise<PastRow[]> {
  const way = Prisma.raw(cursor?.back ? "ASC" : "DESC");
  const [until, id] = cursor?.keys ?? [];
  const all = cursor
    ? [...where, Prisma.sql`(p.until, p.id) ${Prisma.raw(cursor.back ? ">" : "<")} (${until}::timestamptz, ${id}::uuid)`]
    : where;
  const columns = Prisma.raw(
    `p.id, p.node_id AS "nodeId", p.common_name AS "commonName", p.ipv4, p.ipv6, p.source, p.since, p.until, p.bytes_in AS "bytesIn", p.bytes_out AS "bytesOut"`,
  );
  const limit = Prisma.sql`ORDER BY until ${way}, id ${way} LIMIT ${size + 1}`;
  if (names === null)
    return tx.$queryRaw<PastRow[]>`
      SELECT ${columns} FROM past_vpn_session p WHERE ${Prisma.join([Prisma.sql`TRUE`, ...all], " AND ")} ${limit}`;
  return tx.$queryRaw<PastRow[]>`
    SELECT t.* FROM unnest(${names}::text[]) AS names(name) CROSS JOIN LATERAL (
      SELECT ${columns} FROM past_vpn_session p WHERE ${Prisma.join([Prisma.sql`p.common_name = names.name`, ...all], " AND ")} ${limit}) t
    ${limit}`;
}

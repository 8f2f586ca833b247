import { z } from "zod";
import { Prisma, type VpnSession } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { decodeCursor, momentKey, PAGE_SIZE, pageOf, type Cursor, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db, type Tx } from "@/lib/db/client";
import { readInOrder } from "@/lib/users/find-users";
import { findVpnSessions, MOST_HITS } from "./find-vpn-sessions";
import { usualSessionOrder, type SessionQuery } from "./session-filter";
import { withOwners, type SessionOwner } from "./session-owners";

export type ListedSession = Omit<VpnSession, "nodeId" | "seen" | "source"> & SessionOwner & { source: string | null };
export type SessionList = Paged<ListedSession> & {
  total: number;
  /** What a search has found; null without one. */
  hits: number | null;
  capped: boolean;
};

const seen = z.int().min(0);
const KEYS = { since: z.tuple([momentKey, seen]), name: z.tuple([z.string(), seen]) } as const;

/** The VPN sessions of now: of the cluster, of a site or of a node, a page at a time through an index; or those that a search finds. */
export async function listVpnSessions(ctx: Context, query: SessionQuery): Promise<SessionList> {
  demand(ctx.actor, "nodes.read");
  const { _sum } = await db().node.aggregate({ where: { state: "active" }, _sum: { vpnSessionCount: true } });
  const total = _sum.vpnSessionCount ?? 0;
  return db().$transaction(async (tx) => {
    const nodes = await nodesOf(tx, query);
    const search = query.search?.trim() ?? "";
    if (!search) return { ...(await pageOfSessions(tx, nodes, query)), total, hits: null, capped: false };
    await readInOrder(tx);
    const found = await findVpnSessions(tx, search);
    const shown = found.slice(0, MOST_HITS).filter(({ nodeId }) => nodes === null || nodes.includes(nodeId));
    const rows = (await withOwners(tx, shown)).map(listed);
    return { rows, next: null, previous: null, total, hits: rows.length, capped: found.length > MOST_HITS };
  });
}

/** Null for all of them. */
async function nodesOf(tx: Tx, { node, site }: SessionQuery): Promise<string[] | null> {
  if (!node && !site) return null;
  const rows = await tx.node.findMany({
    where: { state: "active", ...(node ? { name: node } : {}), ...(site ? { site: { name: site } } : {}) },
    select: { id: true },
    orderBy: { name: "asc" },
    take: 200,
  });
  return rows.map(({ id }) => id);
}

async function pageOfSessions(tx: Tx, nodes: string[] | null, query: SessionQuery): Promise<Paged<ListedSession>> {
  const sort = query.sort ?? "since";
  const cursor = decodeCursor(query.cursor, KEYS[sort]);
  const found = await read(tx, nodes, sort, query.order ?? usualSessionOrder(sort), cursor);
  const page = pageOf(found, PAGE_SIZE, cursor, (row) => [sort === "name" ? row.commonName : row.since.toISOString(), Number(row.seen)]);
  return { ...page, rows: (await withOwners(tx, page.rows)).map(listed) };
}

function read(tx: Tx, nodes: string[] | null, sort: "since" | "name", order: "asc" | "desc", cursor: Cursor | null): Promise<VpnSession[]> {
  const column = sort === "name" ? Prisma.sql`s.common_name` : Prisma.sql`s.since`;
  const ascending = (order === "asc") !== (cursor?.back ?? false);
  const way = Prisma.raw(ascending ? "ASC" : "DESC");
  const [key, at] = cursor?.keys ?? [];
  const value = sort === "name" ? Prisma.sql`${String(key)}` : Prisma.sql`${String(key)}::timestamptz`;
  const from = cursor
    ? Prisma.sql`AND (${column}, s.seen) ${Prisma.raw(ascending ? ">" : "<")} (${value}, ${Number(at)}::bigint)`
    : Prisma.empty;
  const columns = Prisma.raw(
    `s.node_id AS "nodeId", s.client_id AS "clientId", s.common_name AS "commonName", s.ipv4, s.ipv6, s.source, s.since, s.bytes_in AS "bytesIn", s.bytes_out AS "bytesOut", s.seen`,
  );
  const ordered = Prisma.sql`ORDER BY ${column} ${way}, s.seen ${way} LIMIT ${PAGE_SIZE + 1}`;
  if (nodes === null) return tx.$queryRaw<VpnSession[]>`SELECT ${columns} FROM vpn_session s WHERE TRUE ${from} ${ordered}`;
  const outer = Prisma.raw(sort === "name" ? `t."commonName"` : "t.since");
  return tx.$queryRaw<VpnSession[]>`
    SELECT t.* FROM unnest(${nodes}::uuid[]) AS n(id)
      CROSS JOIN LATERAL (SELECT ${columns} FROM vpn_session s WHERE s.node_id = n.id ${from} ${ordered}) t
    ORDER BY ${outer} ${way}, t.seen ${way} LIMIT ${PAGE_SIZE + 1}`;
}

const listed = ({ nodeId: _node, seen: _seen, ...row }: VpnSession & SessionOwner): ListedSession => row;

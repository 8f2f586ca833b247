import { z } from "zod";
import { Prisma, type VpnSession } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { decodeCursor, momentKey, PAGE_SIZE, pageOf, type Cursor, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db, type Tx } from "@/lib/db/client";
import { readInOrder } from "@/lib/db/read-in-order";
import { findVpnSessions, MOST_HITS, SESSION_COLUMNS } from "./find-vpn-sessions";
import { usualSessionOrder, type SessionQuery } from "./session-filter";
import { withOwners, type SessionOwner } from "./session-owners";

export type ListedSession = Omit<VpnSession, "nodeId" | "siteId" | "seen" | "source"> & SessionOwner & { source: string | null };
export type SessionList = Paged<ListedSession> & {
  total: number;
  /** How many match the search and the filters; null without either. */
  hits: number | null;
  capped: boolean;
};

const seen = z.int().min(0);
const KEYS = { since: z.tuple([momentKey, seen]), name: z.tuple([z.string(), seen]) } as const;

/** The VPN sessions of now: of the cluster, of a site or of a node, a page at a time through an index; or those that a search finds. */
export async function listVpnSessions(ctx: Context, query: SessionQuery): Promise<SessionList> {
  demand(ctx.actor, "nodes.read");
  return db().$transaction(async (tx) => {
    const of = await ofQuery(tx, query);
    const total = await countSessions(tx, null);
    const search = query.search?.trim() ?? "";
    if (!search)
      return { ...(await pageOfSessions(tx, of, query)), total, hits: of === null ? null : await countSessions(tx, of), capped: false };
    await readInOrder(tx);
    const found = await findVpnSessions(tx, search, ctx.now());
    const shown = found.slice(0, MOST_HITS).filter((session) => isOf(of, session));
    const rows = (await withOwners(tx, shown)).map(listed);
    return { rows, next: null, previous: null, total, hits: rows.length, capped: found.length > MOST_HITS };
  });
}

/** Which sessions are asked for: of a node, of a site, or of none that is there; null for all of them. */
type Of = { nodeId: string } | { siteId: string } | "none" | null;

async function ofQuery(tx: Tx, { node, site }: SessionQuery): Promise<Of> {
  if (node) {
    const row = await tx.node.findFirst({
      where: { name: node, state: "active", ...(site ? { site: { name: site } } : {}) },
      select: { id: true },
    });
    return row ? { nodeId: row.id } : "none";
  }
  if (!site) return null;
  const row = await tx.site.findUnique({ where: { name: site }, select: { id: true } });
  return row ? { siteId: row.id } : "none";
}

/** As the nodes count them: their rows are not read. */
async function countSessions(tx: Tx, of: Of): Promise<number> {
  if (of === "none") return 0;
  const where = of === null ? {} : "nodeId" in of ? { id: of.nodeId } : { siteId: of.siteId };
  const { _sum } = await tx.node.aggregate({ where: { state: "active", ...where }, _sum: { vpnSessionCount: true } });
  return _sum.vpnSessionCount ?? 0;
}

const isOf = (of: Of, session: Pick<VpnSession, "nodeId" | "siteId">): boolean =>
  of === null || (of !== "none" && ("nodeId" in of ? of.nodeId === session.nodeId : of.siteId === session.siteId));

async function pageOfSessions(tx: Tx, of: Of, query: SessionQuery): Promise<Paged<ListedSession>> {
  const sort = query.sort ?? "since";
  const cursor = decodeCursor(query.cursor, KEYS[sort]);
  const found = await read(tx, of, sort, query.order ?? usualSessionOrder(sort), cursor);
  const page = pageOf(found, PAGE_SIZE, cursor, (row) => [sort === "name" ? row.commonName : row.since.toISOString(), Number(row.seen)]);
  return { ...page, rows: (await withOwners(tx, page.rows)).map(listed) };
}

function read(tx: Tx, of: Of, sort: "since" | "name", order: "asc" | "desc", cursor: Cursor | null): Promise<VpnSession[]> {
  const column = sort === "name" ? Prisma.sql`s.common_name` : Prisma.sql`s.since`;
  const ascending = (order === "asc") !== (cursor?.back ?? false);
  const way = Prisma.raw(ascending ? "ASC" : "DESC");
  const [key, at] = cursor?.keys ?? [];
  const value = sort === "name" ? Prisma.sql`${String(key)}` : Prisma.sql`${String(key)}::timestamptz`;
  const from = cursor
    ? Prisma.sql`AND (${column}, s.seen) ${Prisma.raw(ascending ? ">" : "<")} (${value}, ${Number(at)}::bigint)`
    : Prisma.empty;
  const whose =
    of === null
      ? Prisma.sql`TRUE`
      : of === "none"
        ? Prisma.sql`FALSE`
        : "nodeId" in of
          ? Prisma.sql`s.node_id = ${of.nodeId}::uuid`
          : Prisma.sql`s.site_id = ${of.siteId}::uuid`;
  return tx.$queryRaw<VpnSession[]>`
    SELECT ${SESSION_COLUMNS} FROM vpn_session s WHERE ${whose} ${from} ORDER BY ${column} ${way}, s.seen ${way} LIMIT ${PAGE_SIZE + 1}`;
}

const listed = ({ nodeId: _node, siteId: _site, seen: _seen, ...row }: VpnSession & SessionOwner): ListedSession => row;

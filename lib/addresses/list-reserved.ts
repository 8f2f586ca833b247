import type { Context } from "@/lib/core/context";
import { PAGE_SIZE, pageOf, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { placeOf, type Place } from "./place";
import { ipv4At } from "./range";

export type ReservedFacts = {
  id: string;
  pool: string;
  first: string;
  last: string;
  addresses: number;
  note: string;
  createdAt: Date;
  createdBy: string;
  /** Whether somebody has a pair in it. */
  kept: boolean;
};

/** The reserved ranges, in the order of their pools and addresses. */
export async function listReserved(ctx: Context, query: { cursor?: string }): Promise<Paged<ReservedFacts>> {
  demand(ctx.actor, "addresses.read");
  const place = placeOf(query.cursor);
  const order = place?.back ? "desc" : "asc";
  const found = await db().reservedRange.findMany({
    where: place ? beyond(place) : {},
    orderBy: [{ poolId: order }, { firstIndex: order }],
    take: PAGE_SIZE + 1,
    include: { pool: { select: { ipv4: true, ipv6: true, topology: true } } },
  });
  const page = pageOf(found, PAGE_SIZE, place?.cursor ?? null, (row) => [row.poolId, row.firstIndex]);
  const kept = await db().$queryRaw<{ id: string; kept: boolean }[]>`
    SELECT r.id::text AS id, EXISTS (
      SELECT 1 FROM address_pair p WHERE p.state = 'assigned' AND p.pool_id = r.pool_id AND p.index BETWEEN r.first_index AND r.last_index) AS kept
    FROM reserved_range r WHERE r.id = ANY(${page.rows.map(({ id }) => id)}::uuid[])`;
  const keeps = new Map(kept.map((row) => [row.id, row.kept]));
  return {
    ...page,
    rows: page.rows.map((row) => ({
      id: row.id,
      pool: row.pool.ipv4,
      first: ipv4At(row.pool, row.firstIndex),
      last: ipv4At(row.pool, row.lastIndex),
      addresses: row.lastIndex - row.firstIndex + 1,
      note: row.note,
      createdAt: row.createdAt,
      createdBy: row.createdBy,
      kept: keeps.get(row.id) ?? false,
    })),
  };
}

function beyond({ poolId, index, back }: Place) {
  return back
    ? { OR: [{ poolId: { lt: poolId } }, { poolId, firstIndex: { lt: index } }] }
    : { OR: [{ poolId: { gt: poolId } }, { poolId, firstIndex: { gt: index } }] };
}

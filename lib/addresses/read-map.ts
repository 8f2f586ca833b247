import { Prisma, type PairState } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db, type Tx } from "@/lib/db/client";
import { readInOrder } from "@/lib/db/read-in-order";
import { refuse } from "@/lib/refusal";
import { BLOCK, blocksOf, blockSpan, GROUP, NO_PAIRS, type Counts } from "./blocks";
import { firstAndLastIndex, poolSize, type Pool } from "./pool";
import { ipv4At } from "./range";

export type MapBlock = Counts & { block: number; first: string; last: string };
/** `none`: the network's address, the nodes' own, the broadcast address. */
export type MapCell = { index: number; ipv4: string; state: PairState | "none"; username: string | null; device: string | null };
export type AddressMap = {
  pool: Pool & { id: number };
  /** Of 16,384 indexes each; empty where the pool has one. */
  groups: MapBlock[];
  group: number;
  /** Of 128 indexes each: those of the group. */
  blocks: MapBlock[];
  /** The block whose cells are there; null while one looks at the blocks. */
  block: number | null;
  cells: MapCell[];
};

/** The pool as a picture, one step at a time: groups, a group's blocks, a block's cells. 128 rows at most for each, whatever its size. */
export async function readMap(ctx: Context, asked: { pool?: number; group?: number; block?: number }): Promise<AddressMap> {
  demand(ctx.actor, "addresses.read");
  const pool = await db().addressPool.findFirst({
    where: asked.pool === undefined ? {} : { id: asked.pool },
    orderBy: { id: "asc" },
    select: { id: true, ipv4: true, ipv6: true, topology: true },
  });
  if (!pool) return refuse("missing", "There is no such address pool.");
  const [groups, blocks] = [blocksOf(pool, GROUP), blocksOf(pool, BLOCK)];
  const block = blocks === 1 ? 0 : asked.block === undefined ? null : Math.min(asked.block, blocks - 1);
  const group = Math.min(block === null ? (asked.group ?? 0) : Math.floor((block * BLOCK) / GROUP), groups - 1);
  const perGroup = GROUP / BLOCK;
  const last = Math.min((group + 1) * perGroup, blocks) - 1;
  return db().$transaction(async (tx) => {
    await readInOrder(tx);
    return {
      pool,
      groups: groups === 1 ? [] : await counted(tx, pool, GROUP, 0, groups - 1),
      group,
      blocks: blocks === 1 ? [] : await counted(tx, pool, BLOCK, group * perGroup, last),
      block,
      cells: block === null ? [] : await cellsOf(tx, pool, block),
    };
  });
}

async function counted(tx: Tx, pool: Pool & { id: number }, size: number, from: number, to: number): Promise<MapBlock[]> {
  const of = Prisma.sql`pool_id = ${pool.id} AND size = ${size} AND block BETWEEN ${from} AND ${to}`;
  const rows = await tx.$queryRaw<(Counts & { block: number })[]>`
    SELECT block, sum(free)::int AS free, sum(assigned)::int AS assigned, sum(quarantined)::int AS quarantined, sum(reserved)::int AS reserved
    FROM (SELECT block, free, assigned, quarantined, reserved FROM address_block WHERE ${of}
      UNION ALL SELECT block, free, assigned, quarantined, reserved FROM address_block_delta WHERE ${of}) b GROUP BY block`;
  const found = new Map(rows.map((row) => [row.block, row]));
  return Array.from({ length: to - from + 1 }, (_, i) => ({
    ...NO_PAIRS,
    ...found.get(from + i),
    ...blockSpan(pool, size, from + i),
    block: from + i,
  }));
}

async function cellsOf(tx: Tx, pool: Pool & { id: number }, block: number): Promise<MapCell[]> {
  const from = block * BLOCK;
  const to = Math.min(from + BLOCK, poolSize(pool)) - 1;
  const rows = await tx.$queryRaw<MapCell[]>`
    SELECT p.index, p.ipv4, p.state::text AS state, u.username, d.name AS device
    FROM address_pair p LEFT JOIN device d ON d.id = p.device_id LEFT JOIN "user" u ON u.id = d.user_id
    WHERE p.pool_id = ${pool.id} AND p.index BETWEEN ${from} AND ${to}`;
  const found = new Map(rows.map((row) => [row.index, row]));
  const { first, last } = firstAndLastIndex(pool);
  return Array.from({ length: to - from + 1 }, (_, i): MapCell => {
    const index = from + i;
    const row = index < first || index > last ? undefined : found.get(index);
    return row ?? { index, ipv4: ipv4At(pool, index), state: "none", username: null, device: null };
  });
}

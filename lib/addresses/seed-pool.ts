import type { Tx } from "@/lib/db/client";
import type { Context } from "@/lib/core/context";
import { firstAndLastIndex, pairAt, type Pool } from "./pool";

const CHUNK = 10_000;

/** Makes the pool and one row for each pair that a device may get, so that taking one is a lock on a free row. */
export async function seedPool(tx: Tx, ctx: Context, pool: Pool): Promise<number> {
  const { id } = await tx.addressPool.create({ data: { ...pool, createdAt: ctx.now() } });
  const { first, last } = firstAndLastIndex(pool);
  for (let from = first; from <= last; from += CHUNK) {
    const pairs = Array.from({ length: Math.min(CHUNK, last - from + 1) }, (_, i) => pairAt(pool, from + i));
    await tx.$executeRaw`
      INSERT INTO address_pair (pool_id, index, ipv4, ipv6)
      SELECT ${id}, * FROM unnest(${pairs.map((pair) => pair.index)}::int[], ${pairs.map((pair) => pair.ipv4)}::text[], ${pairs.map((pair) => pair.ipv6)}::text[])`;
  }
  return last - first + 1;
}

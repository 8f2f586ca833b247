import type { Tx } from "@/lib/db/client";
import type { Context } from "@/lib/core/context";
import { firstAndLastIndex, pairAt, type Pool } from "./pool";

const CHUNK = 10_000;

/** Makes the pool and one row for each pair that a device may get, so that taking one is a lock on a free row. */
export async function seedPool(tx: Tx, ctx: Context, pool: Pool): Promise<{ id: number; pairs: number }> {
  const { id } = await tx.addressPool.create({ data: { ...pool, createdAt: ctx.now() } });
  const { first, last } = firstAndLastIndex(pool);
  await seedPairs(tx, { ...pool, id }, first, last);
  return { id, pairs: last - first + 1 };
}

/** Step: free pairs for these indexes of a pool. */
export async function seedPairs(tx: Tx, pool: Pool & { id: number }, first: number, last: number): Promise<void> {
  for (let from = first; from <= last; from += CHUNK) {
    const pairs = Array.from({ length: Math.min(CHUNK, last - from + 1) }, (_, i) => pairAt(pool, from + i));
    await tx.$executeRaw`
      INSERT INTO address_pair (pool_id, index, ipv4, ipv6)
      SELECT ${pool.id}, * FROM unnest(${pairs.map((pair) => pair.index)}::int[], ${pairs.map((pair) => pair.ipv4)}::text[], ${pairs.map((pair) => pair.ipv6)}::text[])`;
  }
  // PostgreSQL looks by itself a minute later; until then it would sort all free pairs for whoever wants some.
  await tx.$executeRaw`ANALYZE address_pair`;
}

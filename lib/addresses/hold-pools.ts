import type { Tx } from "@/lib/db/client";

/**
 * Step: nobody changes a range until this is over. Whoever asks whether an address, a route or another range lies in a pool, and keeps
 * what that answer allows, asks under it: two who look at the same time would both see what was there before. Comes before the nodes'
 * locks and before any pair; whoever takes a pair holds no pool.
 */
export async function holdPools(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT id FROM address_pool ORDER BY id FOR NO KEY UPDATE`;
}

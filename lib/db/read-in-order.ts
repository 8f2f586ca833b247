import type { Tx } from "./client";

/**
 * Step: from here on this transaction reads through indexes, in their order. A bitmap, a sort or a whole table would first collect all
 * that match, and PostgreSQL prefers them where it believes that there are few.
 */
export async function readInOrder(tx: Tx): Promise<void> {
  await tx.$queryRaw`
    SELECT set_config('enable_bitmapscan', 'off', true), set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)`;
}

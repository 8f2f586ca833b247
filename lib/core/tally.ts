import { db, type Tx } from "@/lib/db/client";

/**
 * Counts that triggers keep (prisma/migrations/20261122220100_counts_and_rules), so that no page counts rows. By name: `user.active`, `user.suspended`,
 * `user.offboarded`, `device`, `pair.<pool>.free` (assigned, quarantined, reserved), `certificate.issued`, `.admitted`, `.revoked`.
 */
export async function readTally(tx: Tx = db()): Promise<(name: string) => number> {
  const rows = await tx.$queryRaw<{ name: string; n: bigint }[]>`
    SELECT name, sum(n)::bigint AS n FROM (SELECT name, n FROM tally UNION ALL SELECT name, n FROM tally_delta) t GROUP BY name`;
  const counts = new Map(rows.map((row) => [row.name, Number(row.n)]));
  return (name) => counts.get(name) ?? 0;
}

/** Step of commit, under the cluster's lock: adds what statements have left to the counts. */
export async function foldTally(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    WITH left_over AS (DELETE FROM tally_delta RETURNING name, n),
      block_left_over AS (DELETE FROM address_block_delta RETURNING pool_id, size, block, free, assigned, quarantined, reserved),
      folded_blocks AS (
        INSERT INTO address_block AS b (pool_id, size, block, free, assigned, quarantined, reserved)
        SELECT pool_id, size, block, sum(free), sum(assigned), sum(quarantined), sum(reserved) FROM block_left_over GROUP BY 1, 2, 3
        ON CONFLICT (pool_id, size, block) DO UPDATE SET free = b.free + excluded.free, assigned = b.assigned + excluded.assigned,
          quarantined = b.quarantined + excluded.quarantined, reserved = b.reserved + excluded.reserved)
    INSERT INTO tally (name, n) SELECT name, sum(n) FROM left_over GROUP BY name
    ON CONFLICT (name) DO UPDATE SET n = tally.n + excluded.n`;
}

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
    WITH left_over AS (DELETE FROM tally_delta RETURNING name, n)
    INSERT INTO tally (name, n) SELECT name, sum(n) FROM left_over GROUP BY name
    ON CONFLICT (name) DO UPDATE SET n = tally.n + excluded.n`;
}

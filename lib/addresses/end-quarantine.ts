import { readSettings } from "@/lib/core/settings";
import type { Tx } from "@/lib/db/client";

/**
 * Sets pairs free whose quarantine is over and whose absence every node that still counts has reported (I2); one that lies in a reserved
 * range becomes reserved. Only a node that enrolled after the release never had the pair. One that is silent, or has not said yet what it
 * serves, holds it back, and so does one that claims a revision which does not exist. Removing a node or setting it aside ends the wait.
 */
export async function endQuarantine(tx: Tx, now: Date, limit = 200): Promise<{ ipv4: string; ipv6: string }[]> {
  // A range that is being reserved is waited for: its pairs must not become free behind it.
  await tx.$queryRaw`SELECT id FROM address_pool ORDER BY id FOR SHARE`;
  const { quarantineDays } = await readSettings(tx);
  const restedSince = new Date(now.getTime() - quarantineDays * 86_400_000);
  return tx.$queryRaw<{ ipv4: string; ipv6: string }[]>`
    UPDATE address_pair SET released_at = NULL, release_revision = NULL,
      state = CASE WHEN EXISTS (
        SELECT 1 FROM reserved_range r WHERE r.pool_id = address_pair.pool_id AND address_pair.index BETWEEN r.first_index AND r.last_index)
        THEN 'reserved' ELSE 'free' END::"PairState"
    WHERE (pool_id, index) IN (
      SELECT pool_id, index FROM address_pair
      WHERE state = 'quarantined' AND released_at < ${restedSince}
        AND NOT EXISTS (
          SELECT 1 FROM node n, cluster c WHERE n.state = 'active' AND n.set_aside_at IS NULL
            AND coalesce(n.enrolled_revision, 0) < address_pair.release_revision
            AND (n.revision IS NULL OR n.revision < address_pair.release_revision OR n.revision > c.revision))
      ORDER BY pool_id, index LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING ipv4, ipv6`;
}

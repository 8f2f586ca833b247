import type { Tx } from "@/lib/db/client";
import { QUARANTINE_DAYS } from "./release-pair";

/**
 * Sets pairs free whose quarantine is over and whose absence every node that still counts has reported (I2).
 * A node that has never pulled cannot have handed the pair out; one that is silent holds the pair back.
 */
export async function endQuarantine(tx: Tx, now: Date, limit = 200): Promise<{ ipv4: string; ipv6: string }[]> {
  const restedSince = new Date(now.getTime() - QUARANTINE_DAYS * 86_400_000);
  return tx.$queryRaw<{ ipv4: string; ipv6: string }[]>`
    UPDATE address_pair SET state = 'free', released_at = NULL, release_revision = NULL
    WHERE (pool_id, index) IN (
      SELECT pool_id, index FROM address_pair
      WHERE state = 'quarantined' AND released_at < ${restedSince}
        AND release_revision <= (SELECT coalesce(min(revision), 9223372036854775807) FROM node WHERE state = 'active' AND enrolled_at IS NOT NULL)
      ORDER BY pool_id, index LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING ipv4, ipv6`;
}

import type { Context } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { processMetrics } from "@/lib/metrics/process-metrics";

/**
 * Writes down when the last node had refused an offboarded user's devices, and counts how long that took since the request. Both times
 * are the portal's own. A node that is silent is waited for; one that was removed or set aside is not. Whichever portal writes it counts
 * it, so that the sum over all portals has each once.
 */
export async function measureOffboardings(_ctx: Context): Promise<number> {
  const measured = await db().$queryRaw<{ seconds: number | null }[]>`
    WITH complete AS (
      SELECT u.id, u.offboarded_at,
        (SELECT max(r.refused_received_at) FROM device d JOIN certificate c ON c.device_id = d.id
          JOIN removal m ON m.serial = c.serial AND m.revision = u.offboard_revision
          JOIN receipt r ON r.common_name = m.common_name AND r.revision = m.revision WHERE d.user_id = u.id) AS refused_at
      FROM "user" u
      WHERE u.offboard_revision IS NOT NULL AND u.refused_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM device d JOIN certificate c ON c.device_id = d.id
          JOIN removal m ON m.serial = c.serial AND m.revision = u.offboard_revision
          JOIN node n ON n.state = 'active' AND n.set_aside_at IS NULL AND n.enrolled_revision < u.offboard_revision
          LEFT JOIN receipt r ON r.node_id = n.id AND r.common_name = m.common_name AND r.revision = m.revision
        WHERE d.user_id = u.id AND r.node_id IS NULL)
      ORDER BY u.offboard_revision LIMIT 200 FOR UPDATE OF u SKIP LOCKED)
    UPDATE "user" SET refused_at = coalesce(complete.refused_at, complete.offboarded_at) FROM complete WHERE "user".id = complete.id
    RETURNING extract(epoch FROM complete.refused_at - complete.offboarded_at)::float8 AS seconds`;
  // Whoever had no device that a node admitted was never in doubt: nothing to measure.
  for (const { seconds } of measured) if (seconds !== null) processMetrics().offboardingSeconds.observe(Math.max(0, seconds));
  return measured.length;
}

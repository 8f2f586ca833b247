import { db } from "@/lib/db/client";

/**
 * Adds to users' rows the VPN sessions that came or went while a row was locked (prisma/migrations/20261123064500_filters_that_combine):
 * nobody who writes them waits. Not cluster state.
 */
export async function countWaitingSessions(): Promise<void> {
  await db().$executeRaw`
    WITH free AS (
        SELECT id FROM "user" WHERE id IN (SELECT user_id FROM user_session_delta ORDER BY id LIMIT 500) FOR NO KEY UPDATE SKIP LOCKED),
      waited AS (DELETE FROM user_session_delta d USING free WHERE d.user_id = free.id RETURNING d.user_id, d.n),
      counted AS (SELECT user_id, sum(n)::int AS n FROM waited GROUP BY user_id)
    UPDATE "user" u SET vpn_session_count = u.vpn_session_count + c.n FROM counted c WHERE u.id = c.user_id`;
  // Of those whose import was taken back meanwhile.
  await db().$executeRaw`DELETE FROM user_session_delta d WHERE NOT EXISTS (SELECT 1 FROM "user" u WHERE u.id = d.user_id)`;
}

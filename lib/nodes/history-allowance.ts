import type { Tx } from "@/lib/db/client";

/** Ended VPN sessions of one node that the history keeps of an hour: about five times what one report may list (`MAX_VPN_SESSIONS`). */
export const MOST_ENDED = 20_000;
const HOUR = 3_600_000;

/** Step: counts `ended` more of this node; returns how many of them are kept. The node's row is locked by whoever reports. */
export async function historyAllowance(tx: Tx, nodeId: string, ended: number, now: Date): Promise<number> {
  const hour = new Date(Math.floor(now.getTime() / HOUR) * HOUR);
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    UPDATE node SET history_count = least(1000000000, CASE WHEN history_hour = ${hour} THEN history_count ELSE 0 END + ${ended}::int), history_hour = ${hour}
    WHERE id = ${nodeId}::uuid RETURNING history_count AS count`;
  return Math.max(0, Math.min(ended, MOST_ENDED - ((row?.count ?? 0) - ended)));
}

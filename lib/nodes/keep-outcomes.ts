import type { Tx } from "@/lib/db/client";
import { contest } from "./contest";
import type { OrderOutcome } from "./session-orders";

type Done = { kind: string; deviceId: string | null; commonName: string; clientId: number; since: Date; outcome: string };

/**
 * Step: what came of the orders that this node had. A session that is alive becomes the device's newest, so that the one that claimed it
 * is asked next; where that one has said the same within a minute, the device is in use in two places. Returns the names to look at again.
 */
export async function keepOutcomes(
  tx: Tx,
  nodeId: string,
  outcomes: readonly OrderOutcome[],
  now: Date,
): Promise<{ again: string[]; changed: boolean }> {
  if (outcomes.length === 0) return { again: [], changed: false };
  const done = await tx.$queryRaw<Done[]>`
    UPDATE session_order o SET done_at = ${now}, outcome = said.outcome
    FROM unnest(${outcomes.map(({ seq }) => seq)}::bigint[], ${outcomes.map(({ outcome }) => outcome)}::text[]) AS said(seq, outcome)
    WHERE o.seq = said.seq AND o.node_id = ${nodeId}::uuid AND o.done_at IS NULL
    RETURNING o.kind, o.device_id::text AS "deviceId", o.common_name AS "commonName", o.client_id AS "clientId", o.session_since AS since, o.outcome`;
  const again: string[] = [];
  const both: string[] = [];
  for (const { kind, deviceId, commonName, clientId, since, outcome } of done) {
    if (kind !== "takeover" || outcome !== "alive" || !deviceId) continue;
    const other = await tx.sessionOrder.findFirst({
      where: { deviceId, at: { gt: new Date(now.getTime() - 60_000) }, outcome: "alive", nodeId: { not: nodeId } },
      select: { seq: true },
    });
    if (other) {
      both.push(deviceId);
      continue;
    }
    await tx.$executeRaw`
      UPDATE vpn_session SET seen = nextval(pg_get_serial_sequence('vpn_session', 'seen'))
      WHERE node_id = ${nodeId}::uuid AND client_id = ${clientId} AND common_name = ${commonName} AND since = ${since}`;
    again.push(commonName);
  }
  await contest(tx, both, now);
  return { again, changed: both.length > 0 };
}

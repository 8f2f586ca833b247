import { ordersFor, CHANNEL } from "@/lib/db/listen";
import type { Tx } from "@/lib/db/client";
import { contest } from "./contest";
import { decideClaims, ORDER_GOOD_FOR_MS, type Claim, type Standing } from "./claims";

/** The first half of an advisory lock's key says what it is for, the second whose: the same in every portal, and no two alike. */
const DEVICES = 7_041;
const ORDERS = 7_042;

type At = {
  now: Date;
  /** Whose report it is. */
  nodeId: string;
  /** What it says may be older than what others have said since: the node was not heard of for a while, or another answered "alive". */
  doubtful: boolean;
};

/**
 * Step: of the VPN sessions that a device has at once, the one that the portal saw last stays; the nodes of the others are told to end
 * them. `commonNames` are those that may be connected twice now. True when a page would look different.
 */
export async function takeOver(tx: Tx, commonNames: readonly string[], at: At): Promise<boolean> {
  if (commonNames.length === 0) return false;
  const devices = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT device_id::text AS id FROM certificate WHERE common_name = ANY(${[...commonNames]}) AND device_id IS NOT NULL`;
  if (devices.length === 0) return false;
  const ids = devices.map(({ id }) => id);
  // Two nodes may report the two halves at once: whoever is second waits here, and then sees both.
  await tx.$queryRaw`
    SELECT pg_advisory_xact_lock(${DEVICES}::int, bucket)::text FROM
      (SELECT DISTINCT hashtext(id) & 255 AS bucket FROM unnest(${ids}::text[]) AS id ORDER BY 1) buckets`;
  const standing = await tx.$queryRaw<Standing[]>`
    SELECT c.device_id::text AS "deviceId", d.contested_at IS NOT NULL AS contested, s.node_id::text AS "nodeId", s.client_id AS "clientId",
      s.common_name AS "commonName", s.since, s.bytes_in AS "bytesIn", s.seen, n.reported_at AS "reportedAt",
      EXISTS (SELECT 1 FROM session_order o WHERE o.node_id = s.node_id AND o.client_id = s.client_id AND o.common_name = s.common_name
        AND o.session_since = s.since AND o.device_id = c.device_id AND o.done_at IS NULL
        AND o.at > ${new Date(at.now.getTime() - ORDER_GOOD_FOR_MS)}) AS ordered
    FROM certificate c JOIN vpn_session s ON s.common_name = c.common_name JOIN device d ON d.id = c.device_id JOIN node n ON n.id = s.node_id
    WHERE c.device_id = ANY(${ids}::uuid[]) ORDER BY c.device_id, s.seen DESC`;
  const { claims, contested } = decideClaims(standing, await recentTakeovers(tx, standing, at.now), at);
  await contest(tx, contested, at.now);
  await order(tx, claims, at);
  return contested.length > 0 || claims.some(({ refused }) => refused);
}

/** A node that has not answered by then is not there: nothing was taken from anybody. */
const ANSWERED_WITHIN_MS = 5_000;

/** Takeovers of the last minute by device and by claimant; one whose session was gone already took nothing from anybody either. */
async function recentTakeovers(
  tx: Tx,
  standing: readonly Standing[],
  now: Date,
): Promise<{ ofDevice: Map<string, number>; byNode: Map<string, number> }> {
  const since = new Date(now.getTime() - 60_000);
  const waiting = new Date(now.getTime() - ANSWERED_WITHIN_MS);
  const count = (rows: { id: string; n: number }[]) => new Map(rows.map(({ id, n }) => [id, n]));
  const byDevice = await tx.$queryRaw<{ id: string; n: number }[]>`
    SELECT device_id::text AS id, count(*)::int AS n FROM session_order
    WHERE device_id = ANY(${[...new Set(standing.map(({ deviceId }) => deviceId))]}::uuid[]) AND at > ${since}
      AND kind = 'takeover' AND (outcome IN ('ended', 'alive') OR (outcome IS NULL AND at > ${waiting})) GROUP BY 1`;
  const byNode = await tx.$queryRaw<{ id: string; n: number }[]>`
    SELECT node.id::text AS id, (SELECT count(*)::int FROM
      (SELECT 1 FROM session_order o WHERE o.claimant_node_id = node.id AND o.at > ${since} AND (o.outcome IN ('ended', 'alive', 'refused') OR (o.outcome IS NULL AND o.at > ${waiting})) LIMIT 31) few) AS n
    FROM unnest(${[...new Set(standing.map(({ nodeId }) => nodeId))]}::uuid[]) AS node(id)`;
  return { ofDevice: count(byDevice), byNode: count(byNode) };
}

/** Step: writes orders and wakes the nodes that they are for. What is refused is written too, because it counts. */
async function order(tx: Tx, claims: readonly Claim[], { now }: At): Promise<void> {
  if (claims.length === 0) return;
  const nodes = [...new Set(claims.filter(({ refused }) => !refused).map(({ nodeId }) => nodeId))].sort();
  for (const id of nodes) await lockOrders(tx, id);
  await tx.sessionOrder.createMany({
    data: claims.map(({ refused, ...claim }) => ({
      ...claim,
      kind: "takeover",
      at: now,
      ...(refused ? { doneAt: now, outcome: "refused" } : {}),
    })),
  });
  for (const id of nodes) await wakeForOrders(tx, id);
}

/** Step: orders for a node are numbered in the order in which they commit: who asks for those after the last misses none (I13). */
export async function lockOrders(tx: Tx, nodeId: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(${ORDERS}::int, hashtext(${nodeId}))::text`;
}

export async function wakeForOrders(tx: Tx, nodeId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${CHANNEL}, ${ordersFor(nodeId)})`;
}

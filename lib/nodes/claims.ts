// Which of a device's VPN sessions stays, and which claims are not believed. Pure.

/** A VPN session that stands, as the portal last heard of it. */
export type Standing = {
  deviceId: string;
  contested: boolean;
  nodeId: string;
  clientId: number;
  commonName: string;
  since: Date;
  bytesIn: bigint;
  /** The portal's order of first sight: the higher is the newer, whatever clocks say. */
  seen: bigint;
  /** When its node last reported. */
  reportedAt: Date | null;
  /** Its node has been told to end it and has not answered yet. */
  ordered: boolean;
};

/** An order to end one of them. Refused: not believed, and written down only because it counts. */
export type Claim = {
  nodeId: string;
  clientId: number;
  commonName: string;
  sessionSince: Date;
  bytesIn: bigint;
  patienceMs: number;
  deviceId: string;
  claimantNodeId: string;
  refused: boolean;
};

/** A device that changes hands more often within a minute is in use in two places. */
export const MOST_OF_A_DEVICE = 3;
/** A node that claims more within a minute has lost its mind, or somebody else has it. */
export const MOST_OF_A_NODE = 30;
/** Nodes report every 10 s; who has missed one is told nothing, and looked at when it is back. */
export const HEARD_WITHIN_MS = 20_000;
/** An order that nobody has answered by then is about a VPN session that is long over, or is given anew. */
export const ORDER_GOOD_FOR_MS = 5 * 60_000;
/** Long enough to see a byte of a client that is busy. */
export const USUAL_PATIENCE_MS = 40;
/** Longer than the 3 s after which an idle client says that it is there (keepalive 3 10). */
export const DOUBTFUL_PATIENCE_MS = 4_000;

type At = { now: Date; nodeId: string; doubtful: boolean };
type Recent = { ofDevice: ReadonlyMap<string, number>; byNode: ReadonlyMap<string, number> };

/**
 * `standing` is by device, the newest first. The newest stays and its node claims the device; the others are to end, unless the device
 * changes hands too often (then it is contested) or the claimant claims too much (then the claim is refused).
 */
export function decideClaims(standing: readonly Standing[], recent: Recent, at: At): { claims: Claim[]; contested: string[] } {
  const byNode = new Map(recent.byNode);
  const claims: Claim[] = [];
  const contested = new Set<string>();
  const newest = new Map<string, Standing>();
  const taken = new Map(recent.ofDevice);
  for (const session of standing) {
    const { deviceId, nodeId } = session;
    const claimant = newest.get(deviceId);
    if (!claimant) {
      newest.set(deviceId, session);
      continue;
    }
    const heard =
      nodeId === at.nodeId || (session.reportedAt !== null && at.now.getTime() - session.reportedAt.getTime() <= HEARD_WITHIN_MS);
    if (!heard || session.ordered) continue;
    const before = taken.get(deviceId) ?? 0;
    if (session.contested || before >= MOST_OF_A_DEVICE) {
      contested.add(deviceId);
      continue;
    }
    const claimed = byNode.get(claimant.nodeId) ?? 0;
    const own = claimant.nodeId === nodeId;
    const refused = !own && claimed >= MOST_OF_A_NODE;
    // As many are written down as it takes to go on not believing it: a node that has lost its mind does not fill the table.
    if (refused && claimed > 2 * MOST_OF_A_NODE) continue;
    if (!own) byNode.set(claimant.nodeId, claimed + 1);
    if (!refused) taken.set(deviceId, before + 1);
    claims.push({
      nodeId,
      clientId: session.clientId,
      commonName: session.commonName,
      sessionSince: session.since,
      // Nothing that was heard before says anything where the claim itself may be the older.
      bytesIn: at.doubtful ? 0n : session.bytesIn,
      patienceMs: at.doubtful ? DOUBTFUL_PATIENCE_MS : USUAL_PATIENCE_MS,
      deviceId,
      claimantNodeId: claimant.nodeId,
      refused,
    });
  }
  return { claims, contested: [...contested] };
}

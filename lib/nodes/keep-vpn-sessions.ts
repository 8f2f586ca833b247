import { readSettings } from "@/lib/core/settings";
import type { Tx } from "@/lib/db/client";
import type { VpnSessionBody } from "./bundle";
import { historyAllowance } from "./history-allowance";

type Kept = { clientId: number; commonName: string; since: Date };
type At = { nodeId: string; now: Date /** When the node reported before this. */; before: Date | null };

const sameOne = ({ clientId, commonName, since }: Kept) => `${clientId} ${commonName} ${since.getTime()}`;

/** Whether somebody came, went or changed address; and the common names of those who came. */
type Told = { changed: boolean; came: string[] };

/**
 * Step: what the node says about its VPN sessions. One that it no longer reports has ended when it was last reported, and is kept as
 * history.
 */
export async function keepVpnSessions(tx: Tx, sessions: readonly VpnSessionBody[], at: At): Promise<Told> {
  const { nodeId } = at;
  const before = await tx.vpnSession.findMany({ where: { nodeId } });
  const unique = [...new Map(sessions.map((session) => [session.clientId, session])).values()].map((session) => ({
    ...session,
    since: new Date(session.since),
    bytesIn: BigInt(session.bytesIn),
    bytesOut: BigInt(session.bytesOut),
  }));
  const there = new Map(unique.map((session) => [sameOne(session), session]));
  const known = new Map(before.map((session) => [sameOne(session), session]));
  const gone = before.filter((session) => !there.has(sameOne(session)));
  const come = unique.filter((session) => !known.has(sameOne(session)));
  if (gone.length > 0) await keepAsHistory(tx, gone, at);
  const came = [...new Set(come.map(({ commonName }) => commonName))];
  if (come.length > 0) {
    await tx.vpnSession.createMany({ data: come.map((session) => ({ ...session, nodeId })) });
    await noteFirstSight(tx, came, at.now);
  }
  const stayed = unique.filter((session) => known.has(sameOne(session)));
  const moved = stayed.some((session) => {
    const then = known.get(sameOne(session));
    return then?.ipv4 !== session.ipv4 || then.ipv6 !== session.ipv6;
  });
  if (stayed.length > 0) await bringUpToDate(tx, nodeId, stayed);
  await tx.node.update({ where: { id: nodeId }, data: { vpnSessionCount: unique.length } });
  return { changed: gone.length > 0 || come.length > 0 || moved, came };
}

type Ended = Kept & { ipv4: string | null; ipv6: string | null; source: string; bytesIn: bigint; bytesOut: bigint };

/** Step: these have ended. Where the settings say so, whence they came is not kept; of a node where too many end in an hour the rest is not. */
export async function keepAsHistory(tx: Tx, gone: readonly Ended[], { nodeId, now, before }: At): Promise<void> {
  const { keepSourceAddresses, vpnSessionDays } = await readSettings(tx);
  await tx.vpnSession.deleteMany({ where: { nodeId, clientId: { in: gone.map(({ clientId }) => clientId) } } });
  if (vpnSessionDays === 0) return;
  const kept = gone.slice(0, await historyAllowance(tx, nodeId, gone.length, now));
  await tx.pastVpnSession.createMany({
    data: kept.map(({ commonName, ipv4, ipv6, source, since, bytesIn, bytesOut }) => ({
      nodeId,
      commonName,
      ipv4,
      ipv6,
      source: keepSourceAddresses ? source : null,
      since,
      // By the portal's clock; a node's that is ahead must not make a session end before it began.
      until: new Date(Math.max((before ?? now).getTime(), Math.min(since.getTime(), now.getTime()))),
      bytesIn,
      bytesOut,
    })),
  });
}

/** In one statement, however many they are. */
async function bringUpToDate(
  tx: Tx,
  nodeId: string,
  stayed: readonly { clientId: number; ipv4: string | null; ipv6: string | null; source: string; bytesIn: bigint; bytesOut: bigint }[],
): Promise<void> {
  const column = <T>(of: (session: (typeof stayed)[number]) => T): T[] => stayed.map(of);
  await tx.$executeRaw`
    UPDATE vpn_session s SET ipv4 = n.ipv4, ipv6 = n.ipv6, source = n.source, bytes_in = n.bytes_in, bytes_out = n.bytes_out
    FROM unnest(${column((one) => one.clientId)}::int[], ${column((one) => one.ipv4)}::text[], ${column((one) => one.ipv6)}::text[],
      ${column((one) => one.source)}::text[], ${column((one) => one.bytesIn)}::bigint[], ${column((one) => one.bytesOut)}::bigint[])
      AS n(client_id, ipv4, ipv6, source, bytes_in, bytes_out)
    WHERE s.node_id = ${nodeId}::uuid AND s.client_id = n.client_id`;
}

/**
 * A certificate that is used for the first time ends the overlap of the ones before it: a job retires them at once. All of a device's
 * certificates are locked in one go, by serial, as every verb locks them.
 */
async function noteFirstSight(tx: Tx, commonNames: readonly string[], now: Date): Promise<void> {
  const names = [...commonNames];
  const locked = await tx.$queryRaw<{ serial: string }[]>`
    SELECT serial FROM certificate WHERE device_id IN (
      SELECT device_id FROM certificate
      WHERE common_name = ANY(${names}) AND first_seen_at IS NULL AND revision IS NOT NULL AND removal_revision IS NULL)
    ORDER BY serial FOR NO KEY UPDATE`;
  if (locked.length === 0) return;
  const serials = locked.map(({ serial }) => serial);
  await tx.$executeRaw`
    UPDATE certificate SET first_seen_at = ${now} WHERE serial = ANY(${serials}) AND common_name = ANY(${names})
      AND first_seen_at IS NULL AND revision IS NOT NULL AND removal_revision IS NULL`;
  await tx.$executeRaw`
    UPDATE certificate o SET overlap_ends_at = ${now}
    FROM certificate n
    WHERE o.serial = ANY(${serials}) AND o.overlap_ends_at > ${now} AND n.device_id = o.device_id AND n.reserved_at > o.reserved_at
      AND n.first_seen_at = ${now}`;
}

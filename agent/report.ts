// What the node says about itself, within the caps of the contract. Pure.
import { MAX_FAULTS, MAX_REPORT_BYTES, MAX_VPN_SESSIONS, type FaultBody, type ReportBody, type VpnSessionBody } from "../lib/nodes/bundle";
import type { OrderOutcome } from "../lib/nodes/session-orders";
import { receiptOf, type Revocation } from "./revocations";
import type { Identity, NodeState } from "./state";
import { AGENT_VERSION } from "./version";

const RECEIPTS_AT_ONCE = 500;

export type Facts = {
  identity: Identity;
  state: NodeState | null;
  revocations: readonly Revocation[];
  /** The receipts that the portal took last, by common name: what is news goes first. */
  sent: ReadonlyMap<string, string>;
  sessions: readonly VpnSessionBody[];
  faults: readonly FaultBody[];
  openvpnVersion: string | null;
  openvpnRunning: boolean;
  openvpnStartedAt: Date | null;
  restartDue: string | null;
  /** What came of orders, and the portal has not taken yet. */
  orders: readonly OrderOutcome[];
  startedAt: Date;
  now: Date;
};

export function reportOf(facts: Facts): ReportBody {
  const { identity, state } = facts;
  const [crl] = state?.crls ?? [];
  const due = facts.revocations.filter((one) => !one.acknowledged).map(receiptOf);
  const isNews = due.map((one) => facts.sent.get(one.commonName) !== JSON.stringify(one));
  const news = due.filter((_, at) => isNews[at]);
  const rest = due.filter((_, at) => !isNews[at]);
  const report: ReportBody = {
    cluster: identity.cluster,
    node: identity.node,
    epoch: state?.epoch ?? identity.epoch,
    revision: state?.revision ?? 0,
    digest: state?.digest ?? "0".repeat(64),
    clock: facts.now.toISOString(),
    agentVersion: AGENT_VERSION,
    openvpnVersion: facts.openvpnVersion,
    openvpnRunning: facts.openvpnRunning,
    openvpnStartedAt: facts.openvpnStartedAt?.toISOString() ?? null,
    restartDue: facts.restartDue,
    orders: [...facts.orders],
    startedAt: facts.startedAt.toISOString(),
    crl: crl ? { number: crl.number, thisUpdate: crl.thisUpdate, nextUpdate: crl.nextUpdate } : null,
    receipts: [...news, ...rest].slice(0, RECEIPTS_AT_ONCE),
    // Where not all have room it is the last who wait: with another choice each newcomer would end somebody's session for the portal.
    vpnSessions: [...facts.sessions].sort(byAge).slice(0, MAX_VPN_SESSIONS),
    faults: facts.faults.slice(0, MAX_FAULTS),
  };
  while (Buffer.byteLength(JSON.stringify(report)) > MAX_REPORT_BYTES && report.vpnSessions.length > 0) {
    report.vpnSessions = report.vpnSessions.slice(0, Math.floor(report.vpnSessions.length * 0.9));
  }
  return report;
}

const byAge = (one: VpnSessionBody, other: VpnSessionBody): number =>
  one.since < other.since ? -1 : one.since > other.since ? 1 : one.clientId - other.clientId;

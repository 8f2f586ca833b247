import type { Faults } from "./faults";
import { turnForwardingOn } from "./kernel";
import { OLDEST_OPENVPN } from "./version";
import type { NodeState } from "./state";

const HOUR = 3_600_000;
export const CLOCK_TOLERANCE_MS = 30_000;

export type HealthFacts = {
  state: NodeState | null;
  now: Date;
  managementTaken: boolean;
  certificateEnds: Date | null;
  openvpnVersion: string | null;
  /** A device on which the kernel's reverse path filter is strict, where that does harm. */
  strictDevice: string | null;
};

/** The faults that follow from what is; those of events are set where they happen. */
export function checkHealth(facts: HealthFacts, faults: Faults): void {
  const { state, now, openvpnVersion } = facts;
  faults.set(
    "crl-refused",
    state?.crlRefused ? `The CRL of revision ${state.revision} was refused, and the one before it stays: ${state.crlRefused}` : null,
  );
  faults.set("crl-ageing", whyCrlAges(state, now));
  faults.set("forwarding-off", turnForwardingOn());
  faults.set(
    "reverse-path-strict",
    facts.strictDevice === null
      ? null
      : `The kernel drops what comes back another way than it went (rp_filter is 1 on ${facts.strictDevice} or on all). Set net.ipv4.conf.all.rp_filter and net.ipv4.conf.${facts.strictDevice}.rp_filter to 0 or 2.`,
  );
  faults.set(
    "management-taken",
    facts.managementTaken
      ? "Another program holds OpenVPN's management socket, which serves one at a time: this node can end no VPN session until it lets go."
      : null,
  );
  const left = facts.certificateEnds ? facts.certificateEnds.getTime() - now.getTime() : null;
  faults.set(
    "certificate-ageing",
    left !== null && left < 5 * 24 * HOUR
      ? `This node's certificate ends on ${facts.certificateEnds?.toISOString()} and could not be renewed.`
      : null,
  );
  faults.set(
    "openvpn-too-old",
    openvpnVersion !== null && isTooOld(openvpnVersion)
      ? `OpenVPN ${openvpnVersion} is too old: Homeport needs ${OLDEST_OPENVPN.join(".")} or later.`
      : null,
  );
}

function whyCrlAges(state: NodeState | null, now: Date): string | null {
  for (const crl of state?.crls ?? []) {
    const left = new Date(crl.nextUpdate).getTime() - now.getTime();
    if (left < 0) return `The CRL ended at ${crl.nextUpdate}: nobody can log in at this node until the portal sends a new one.`;
    if (left < 48 * HOUR) return `The CRL ends at ${crl.nextUpdate}; from then on nobody can log in at this node.`;
    if (now.getTime() - new Date(crl.thisUpdate).getTime() > 3 * HOUR)
      return `The CRL is of ${crl.thisUpdate}; a new one should come every hour.`;
  }
  return null;
}

export function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(/[._]/).map(Number);
  return major < OLDEST_OPENVPN[0] || (major === OLDEST_OPENVPN[0] && minor < OLDEST_OPENVPN[1]);
}

/** The portal's Date header against this node's clock: a CRL is not taken from the future. */
export function whyClockOff(portal: Date | null, now: Date): string | null {
  if (!portal) return null;
  const off = now.getTime() - portal.getTime();
  if (Math.abs(off) <= CLOCK_TOLERANCE_MS) return null;
  return `This node's clock is ${Math.round(Math.abs(off) / 1000)} s ${off > 0 ? "ahead of" : "behind"} the portal's. Set it right (timedatectl set-ntp true).`;
}

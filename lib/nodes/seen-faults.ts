// What is wrong with a node as the portal sees it, beside what the node says of itself. Pure.
import type { FaultBody } from "./bundle";
import { isOlderAgent, THIS_RELEASE } from "./agent-release";
import { isSilent } from "./silence";

export type SeenNode = {
  state: string;
  reportedAt: Date | null;
  enrolledAt: Date | null;
  agentVersion: string | null;
  clockOffsetMs: number | null;
  crlNextUpdate: Date | null;
  faults: readonly { code: string }[];
};

/** As much as a node takes before it calls its clock wrong. */
const CLOCK_TOLERANCE_MS = 30_000;
const DAY = 24 * 3_600_000;

/** Of a node that is silent there is nothing to add: what it said last is old. */
export function seenFaults(node: SeenNode, now: Date): FaultBody[] {
  if (node.state !== "active" || node.reportedAt === null || isSilent(node, now)) return [];
  const said = new Set(node.faults.map(({ code }) => code));
  const found: (FaultBody | null)[] = [agentTooOld(node), clockOff(node), crlAgeing(node, now)];
  return found.flatMap((fault) => (fault && !said.has(fault.code) ? [fault] : []));
}

function agentTooOld({ agentVersion }: SeenNode): FaultBody | null {
  if (!isOlderAgent(agentVersion)) return null;
  return {
    code: "agent-too-old",
    sentence: `The agent is version ${agentVersion}, and this portal's is ${THIS_RELEASE}: it does not do all that is asked of it here. Put the new agent there (docs/OPERATIONS.md, the life of a node).`,
  };
}

function clockOff({ clockOffsetMs }: SeenNode): FaultBody | null {
  if (clockOffsetMs === null || Math.abs(clockOffsetMs) <= CLOCK_TOLERANCE_MS) return null;
  const side = clockOffsetMs > 0 ? "ahead of" : "behind";
  return {
    code: "clock-off",
    sentence: `The node's clock is ${Math.round(Math.abs(clockOffsetMs) / 1000)} s ${side} the portal's. Set it right (timedatectl set-ntp true).`,
  };
}

function crlAgeing({ crlNextUpdate }: SeenNode, now: Date): FaultBody | null {
  if (!crlNextUpdate || crlNextUpdate.getTime() - now.getTime() > 2 * DAY) return null;
  const ended = crlNextUpdate <= now;
  return {
    code: "crl-ageing",
    sentence: ended
      ? `The CRL there ended at ${crlNextUpdate.toISOString()}: nobody can log in at this node until a new one arrives.`
      : `The CRL there ends at ${crlNextUpdate.toISOString()}; from then on nobody can log in at this node.`,
  };
}

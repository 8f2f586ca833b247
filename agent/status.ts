import { z } from "zod";
import { ReportBody } from "../lib/nodes/bundle";
import { isLocked } from "./lock";
import { openvpnProcess } from "./openvpn-process";
import type { Paths } from "./paths";
import { Revocations } from "./revocations";
import { Identity, NodeState, readState } from "./state";
import { AGENT_VERSION } from "./version";

const Written = z.object({ report: ReportBody, portal: z.object({ reachedAt: z.string().nullable(), trouble: z.string().nullable() }) });

/** What the node holds, from its own files: with or without a running agent, with or without the portal. */
export function status(at: Paths, json: boolean): number {
  const identity = readState(at.identity, Identity);
  const state = readState(at.state, NodeState);
  const written = readState(at.status, Written);
  const agentRunning = isLocked(at.lock);
  const openvpnRunning = openvpnProcess(at, null).pid() !== null;
  const answer = {
    enrolled: identity !== null,
    node: identity?.node ?? null,
    cluster: identity?.cluster ?? null,
    portal:
      identity === null
        ? null
        : { url: identity.portal, reachedAt: written?.portal.reachedAt ?? null, trouble: written?.portal.trouble ?? null },
    agentVersion: AGENT_VERSION,
    agentRunning,
    openvpnRunning,
    drained: state?.settings?.drained ?? false,
    openvpnVersion: written?.report.openvpnVersion ?? null,
    epoch: state?.epoch ?? null,
    revision: state?.revision ?? null,
    digest: state?.digest ?? null,
    appliedAt: state?.appliedAt ?? null,
    crls: state?.crls ?? [],
    crlRefused: state?.crlRefused ?? null,
    revocations: readState(at.revocations, Revocations) ?? [],
    vpnSessions: openvpnRunning ? (written?.report.vpnSessions ?? []) : [],
    faults: written?.report.faults ?? [],
    reportedAt: written?.report.clock ?? null,
  };
  process.stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : words(answer));
  return identity === null ? 1 : 0;
}

function words(
  answer: {
    node: string | null;
    agentRunning: boolean;
    openvpnRunning: boolean;
    drained: boolean;
    epoch: number | null;
    revision: number | null;
    vpnSessions: unknown[];
    faults: { sentence: string }[];
  } & { portal: { url: string; trouble: string | null } | null },
): string {
  if (answer.node === null) return "This folder is not enrolled.\n";
  return [
    `Node ${answer.node}, portal ${answer.portal?.url ?? ""}${answer.portal?.trouble ? ` (${answer.portal.trouble})` : ""}`,
    `Agent ${answer.agentRunning ? "runs" : "does not run"}, OpenVPN ${answer.openvpnRunning ? "runs" : answer.drained ? "is down, because the node is drained" : "does not run"}, ${answer.vpnSessions.length} VPN sessions`,
    answer.revision === null ? "No bundle yet" : `Revision ${answer.revision} of epoch ${answer.epoch}`,
    ...(answer.faults.length === 0 ? ["No faults"] : answer.faults.map((fault) => `Fault: ${fault.sentence}`)),
    "",
  ].join("\n");
}

import { backendKey } from "../../lib/nodes/balancer-map";
import { SignedBundle } from "../../lib/nodes/bundle";
import { isLocked } from "../lock";
import { readState } from "../state";
import { AGENT_VERSION } from "../version";
import { kernelMap } from "./kernel-map";
import { openBalancerBundle } from "./open-bundle";
import type { BalancerPaths } from "./paths";
import { BalancerIdentity, WrittenStatus } from "./state";

/** What the balancer holds, from its own files and the kernel: with or without a running agent, with or without the portal. */
export async function balancerStatus(at: BalancerPaths, json: boolean): Promise<number> {
  const identity = readState(at.identity, BalancerIdentity);
  const written = readState(at.status, WrittenStatus);
  const bundle = identity && storedBundle(at, identity);
  const answer = {
    enrolled: identity !== null,
    role: "balancer",
    balancer: identity?.balancer ?? null,
    cluster: identity?.cluster ?? null,
    portal: identity && { url: identity.portal, reachedAt: written?.portal.reachedAt ?? null, trouble: written?.portal.trouble ?? null },
    agentVersion: AGENT_VERSION,
    agentRunning: isLocked(at.lock),
    epoch: bundle?.epoch ?? null,
    revision: bundle?.revision ?? null,
    listeners: bundle?.settings.listeners ?? [],
    backends: (bundle?.settings.backends ?? []).map((backend) => {
      const said = written?.report.backends.find(({ node }) => node === backend.node);
      return { ...backend, up: said?.up ?? false, since: said?.since ?? null, inMap: written?.live.includes(backendKey(backend)) ?? false };
    }),
    /** Whether the kernel has a map of ours. */
    map: (await kernelMap.shown()) !== null,
    faults: written?.report.faults ?? [],
    reportedAt: written?.report.clock ?? null,
  };
  process.stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : words(answer));
  return identity === null ? 1 : 0;
}

/** What the bundle on disk says, as far as it is whole and the portal's. */
export function storedBundle(at: BalancerPaths, identity: BalancerIdentity) {
  const signed = readState(at.bundle, SignedBundle);
  const expected = { bundleKey: identity.bundleKey, cluster: identity.cluster, node: identity.balancer, epoch: identity.epoch };
  const opened = signed && openBalancerBundle(signed, { ...expected, revision: 0, digest: null });
  return typeof opened === "string" ? null : opened;
}

type Answer = {
  balancer: string | null;
  portal: { url: string; trouble: string | null } | null;
  agentRunning: boolean;
  epoch: number | null;
  revision: number | null;
  map: boolean;
  listeners: { address: string | null; port: number; proto: string }[];
  backends: { node: string; address: string; port: number; proto: string; up: boolean; since: string | null; inMap: boolean }[];
  faults: { sentence: string }[];
};

function words(answer: Answer): string {
  if (answer.balancer === null) return "This folder is not enrolled.\n";
  return [
    `Balancer ${answer.balancer}, portal ${answer.portal?.url ?? ""}${answer.portal?.trouble ? ` (${answer.portal.trouble})` : ""}`,
    `Agent ${answer.agentRunning ? "runs" : "does not run"}, the kernel has ${answer.map ? "a map" : "no map"}`,
    answer.revision === null ? "No bundle yet" : `Revision ${answer.revision} of epoch ${answer.epoch}`,
    ...answer.listeners.map(({ address, port, proto }) => `Takes ${proto} port ${port} at ${address ?? "every address of this machine"}`),
    ...answer.backends.map(
      ({ node, address, port, proto, up, since, inMap }) =>
        `${node} (${proto} ${address} port ${port}) ${up ? "answers" : "does not answer"}${since ? ` since ${since}` : ""}${up === inMap ? "" : inMap ? ", in the map" : ", not in the map"}`,
    ),
    ...(answer.faults.length === 0 ? ["No faults"] : answer.faults.map((fault) => `Fault: ${fault.sentence}`)),
    "",
  ].join("\n");
}

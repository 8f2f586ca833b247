import { openAgentMachine } from "../e2e/cluster/lab/agent-machine";
import { asNode, type LabNode } from "../e2e/cluster/lab/node";
import type { RoutingChoice } from "./core-config";
import { FRR_ROOM, startFrr } from "./frr";
import type { ClusterNetwork } from "./network";
import type { NodePlan } from "./plan";

export type ClusterNode = LabNode & {
  plan: NodePlan;
  /** From now on it does not reach the portal, or does again; everything else goes on. */
  cutOff: (off: boolean) => Promise<void>;
  /** Pulls both cables, or puts them back. */
  unplug: (out: boolean) => Promise<void>;
  /** Agent and OpenVPN die at once, as with the machine. `run` is its next start. */
  crash: () => Promise<void>;
};

export async function openClusterNode(at: {
  plan: NodePlan;
  folder: string;
  network: ClusterNetwork;
  routing: RoutingChoice;
  port: () => number;
}): Promise<ClusterNode> {
  const { plan, network } = at;
  const opened = await openAgentMachine({ name: plan.name, folder: at.folder, port: at.port, setup: FRR_ROOM });
  try {
    await network.connect(opened.machine, plan);
    await startFrr(opened.machine, at.routing);
  } catch (error) {
    await opened.close();
    throw error;
  }
  const node = asNode(opened, plan);
  const cables = [
    { into: plan.balanced ? network.balancer.machine : network.internet, name: plan.name },
    { into: network.core, name: plan.name },
  ];
  return {
    ...node,
    plan,
    cutOff: async (off) =>
      void (await opened.machine.sh(
        `nft -f - <<'END'\nadd table inet away\nflush table inet away\nadd chain inet away out { type filter hook output priority 0 ; }\n${
          off ? `add rule inet away out oifname lo tcp dport ${at.port()} reject with tcp reset` : ""
        }\nEND`,
      )),
    unplug: async (out) => void (await Promise.all(cables.map(({ into, name }) => into.sh(`ip link set ${name} ${out ? "down" : "up"}`)))),
    crash: async () => {
      const agent = node.agent();
      // The agent first: it would start OpenVPN again.
      await agent.signal("SIGKILL");
      await agent.exited;
      await opened.machine.sh(`kill -9 ${node.openvpnPid() ?? ""}`);
    },
  };
}

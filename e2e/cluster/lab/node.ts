import { z } from "zod";
import { openAgentMachine, type AgentMachine } from "./agent-machine";
import { plug, type Network } from "./network";

const Status = z.object({
  agentRunning: z.boolean(),
  openvpnRunning: z.boolean(),
  revision: z.number().nullable(),
  crlRefused: z.string().nullable(),
  crls: z.array(z.object({ number: z.string() })),
  vpnSessions: z.array(z.object({ commonName: z.string() })),
  faults: z.array(z.object({ code: z.string(), sentence: z.string() })),
});
export type NodeStatus = z.infer<typeof Status>;

/** A machine that becomes a node. */
export type LabNode = AgentMachine & {
  /** Where clients find it, and where the backend does. */
  address: string;
  inside: { ipv4: string; ipv6: string };
  status: () => Promise<NodeStatus>;
  openvpnPid: () => number | null;
};

export async function openNode(at: { number: number; folder: string; network: Network; port: () => number }): Promise<LabNode> {
  const { number, network, folder, port } = at;
  const address = `198.51.100.${20 + number}`;
  const inside = { ipv4: `10.20.0.${20 + number}`, ipv6: `fd00:20::${20 + number}` };
  const opened = await openAgentMachine({ name: `vpn${number}`, folder, port });
  await plug(opened.machine, "wan", network.internet, "public", [`${address}/24`]);
  await plug(opened.machine, "core", network.backend, "core", [`${inside.ipv4}/24`, `${inside.ipv6}/64`]);
  return asNode(opened, { address, inside });
}

/** What is said and asked of a machine with an agent in the node's role. */
export function asNode(opened: AgentMachine, at: Pick<LabNode, "address" | "inside">): LabNode {
  return {
    ...opened,
    ...at,
    status: async () => Status.parse(JSON.parse((await opened.ask("status", "--json")).stdout)),
    openvpnPid: () => Number(opened.read("live/openvpn.pid")) || null,
  };
}

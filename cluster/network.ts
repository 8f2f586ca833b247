import { openAgentMachine, type AgentMachine } from "../e2e/cluster/lab/agent-machine";
import { openNamespace, type Namespace } from "../e2e/cluster/lab/namespace";
import { plug } from "../e2e/cluster/lab/network";
import { coreConfig, DEVICES, type RoutingChoice } from "./core-config";
import { FRR_ROOM, startFrr } from "./frr";
import { BACKEND, BALANCER, CORE, FLOWS, GATEWAYS, type NodePlan } from "./plan";

/** What stands around the nodes: the internet, the balancer's machine with both its data centres, the core router, a host behind it. */
export type ClusterNetwork = {
  internet: Namespace;
  balancer: AgentMachine;
  core: Namespace;
  backend: Namespace;
  /** Connects a node's machine to its data centre and to the core. */
  connect: (machine: Namespace, node: NodePlan) => Promise<void>;
  close: () => Promise<void>;
};

const FORWARDING = "sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1";
const bridge = (name: string) => `ip link add ${name} type bridge && ip link set ${name} up`;

export async function openClusterNetwork(at: {
  folder: string;
  port: () => number;
  nodes: readonly NodePlan[];
  routing: RoutingChoice;
}): Promise<ClusterNetwork> {
  const opened: { close: () => Promise<void> }[] = [];
  const close = async () => void (await Promise.all(opened.splice(0).map((one) => one.close())));
  const keep = async <T extends { close: () => Promise<void> }>(one: Promise<T>): Promise<T> => {
    const machine = await one;
    opened.push(machine);
    return machine;
  };
  try {
    const { nodes: towardsNodes, company } = CORE;
    // Several next hops for one address, as while somebody roams: each flow takes one of them (RFC 2992).
    const multipath = "sysctl -qw net.ipv4.fib_multipath_hash_policy=1 net.ipv6.fib_multipath_hash_policy=1";
    const [internet, balancer, core, backend] = await Promise.all([
      keep(openNamespace("internet", bridge("public"))),
      keep(
        openAgentMachine({
          name: BALANCER.name,
          folder: at.folder,
          port: at.port,
          setup: `${bridge("dc1")} && ${bridge("dc2")} && ${FORWARDING}
ip addr add ${GATEWAYS.DC1}/24 dev dc1 && ip addr add ${GATEWAYS.DC2}/24 dev dc2`,
        }),
      ),
      keep(
        openNamespace(
          "core",
          `${FRR_ROOM}
${bridge(DEVICES.nodes)} && ${FORWARDING} && ${multipath}
ip addr add ${towardsNodes.ipv4}/24 dev ${DEVICES.nodes} && ip addr add ${towardsNodes.ipv6}/64 dev ${DEVICES.nodes}`,
        ),
      ),
      keep(openNamespace("backend")),
    ]);
    await plug(balancer.machine, "wan", internet, "public", [`${BALANCER.address}/24`]);
    await cable(backend, "eth0", core, DEVICES.company);
    await core.sh(`ip addr add ${company.ipv4}/24 dev ${DEVICES.company} && ip addr add ${company.ipv6}/64 dev ${DEVICES.company}`);
    const own = [BACKEND, ...FLOWS.slice(1)].map(({ ipv4, ipv6 }) => `ip addr add ${ipv4}/24 dev eth0 && ip addr add ${ipv6}/64 dev eth0`);
    await backend.sh([...own, `ip route add default via ${company.ipv4}`, `ip -6 route add default via ${company.ipv6}`].join("\n"));
    await startFrr(core, at.routing, coreConfig(at.routing, at.nodes));
    return {
      internet,
      balancer,
      core,
      backend,
      connect: async (machine, node) => {
        const [into, name] = node.balanced ? [balancer.machine, node.site.toLowerCase()] : [internet, "public"];
        await plug(machine, "wan", into, name, [`${node.address}/24`]);
        await machine.sh(`ip route add default via ${node.gateway}`);
        await plug(machine, "core", core, DEVICES.nodes, [`${node.inside.ipv4}/24`, `${node.inside.ipv6}/64`]);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One cable between two machines, without a bridge. */
async function cable(machine: Namespace, device: string, other: Namespace, otherDevice: string): Promise<void> {
  await plug(machine, device, other, null, []);
  await other.sh(`ip link set ${machine.name} name ${otherDevice} up`);
}

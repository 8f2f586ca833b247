import type { AddedNode, JoinCommand } from "../app/_shell/answers";
import { apiOf, ask, type Api } from "../e2e/cluster/lab/api";
import type { AgentMachine } from "../e2e/cluster/lab/agent-machine";
import { until } from "../e2e/cluster/lab/until";
import { ADMIN, POOL } from "../e2e/program";
import type { Portal } from "../e2e/portal";
import { BGP_PASSWORD, OSPF_KEY, type RoutingChoice } from "./core-config";
import type { ClusterNode } from "./node";
import { BALANCER, COMPANY, CORE, NODES_AS, SITES } from "./plan";

/** What the setup page does: an admin, the cluster, its pool, and what clients are told to send through the VPN. */
export async function setUpPortal(portal: () => Portal, topology: "subnet" | "net30"): Promise<Api> {
  const { url, setupLink } = portal();
  const done = await ask(url, "POST", "/api/v1/setup", {
    token: setupLink?.split("#")[1] ?? "",
    admin: ADMIN,
    cluster: { name: "Harbour", topology },
    pool: POOL,
    push: { nameServers: [], searchDomains: [], routes4: [COMPANY.ipv4], routes6: [COMPANY.ipv6] },
  });
  if (done.status !== 201) throw new Error(`Setup: ${done.status} ${await done.text()}`);
  const cookie = done.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  return apiOf(
    () => portal().url,
    () => cookie,
  );
}

type Site = { id: string; name: string; version: number };
type Remote = { id: string; version: number; address: string };

/** The three data centres: the one that a new cluster has gets its name, the others are added. */
export async function addSites(api: Api): Promise<void> {
  const { sites } = await api.call<{ sites: Site[] }>("GET", "/api/v1/sites");
  const [first] = sites;
  const [main, ...others] = SITES;
  if (!first || !main) throw new Error("A new cluster has one site.");
  await api.call("PATCH", `/api/v1/sites/${first.id}`, { name: main.name, version: first.version });
  for (const { name } of others) await api.call("POST", "/api/v1/sites", { name });
}

/** Adds the nodes, runs their join commands and their agents, and waits until OpenVPN answers on each. */
export async function joinNodes(api: Api, nodes: readonly ClusterNode[]): Promise<void> {
  // Added in their order, which is also that of their remotes.
  const commands: string[] = [];
  for (const { name, address, plan } of nodes) {
    const body = { name, site: plan.site, address, port: 1194, proto: "udp", interface: "tun0" };
    commands.push((await api.call<AddedNode>("POST", "/api/v1/nodes", body)).join?.command ?? "");
  }
  await Promise.all(nodes.map((node, index) => joinAndRun(node, commands[index] ?? "")));
  await openVpnUp(nodes);
}

export async function openVpnUp(nodes: readonly ClusterNode[]): Promise<void> {
  await Promise.all(
    nodes.map((node) =>
      until(`OpenVPN on ${node.name}`, () => node.read("live/openvpn.log")?.includes("Initialization Sequence Completed"), {
        ms: 60_000,
        every: 100,
        seen: node.log,
      }),
    ),
  );
}

/** The balancer before DC1 and DC2, which takes the place of its nodes' own remotes: no client reaches those. */
export async function joinBalancer(api: Api, machine: AgentMachine, nodes: readonly ClusterNode[]): Promise<void> {
  const behind = nodes.filter(({ plan }) => plan.balanced);
  if (behind.length === 0) return;
  const remote = { address: BALANCER.address, port: BALANCER.port, proto: "udp" };
  const body = { name: BALANCER.name, site: null, nodes: behind.map(({ name }) => name), remote };
  await api.call("POST", "/api/v1/balancers", body);
  const join = await api.call<JoinCommand>("POST", `/api/v1/balancers/${BALANCER.name}/join`, {});
  const { remotes } = await api.call<{ remotes: Remote[] }>("GET", "/api/v1/remotes");
  for (const { id, version, address } of remotes) {
    if (behind.some((node) => node.address === address)) await api.call("DELETE", `/api/v1/remotes/${id}`, { version });
    // As often as there are nodes behind it, so that every node has its share of the clients.
    else if (address === BALANCER.address && behind.length > 1)
      await api.call("PATCH", `/api/v1/remotes/${id}`, { version, weight: Math.min(10, behind.length) });
  }
  await joinAndRun(machine, join.command);
}

/** Tells the portal which routing protocol the core speaks, and with which key. */
export async function setRouting(api: Api, choice: RoutingChoice, nodes: readonly ClusterNode[]): Promise<void> {
  for (const { name, inside } of nodes) {
    const { version } = await api.call<{ version: number }>("GET", `/api/v1/nodes/${name}`);
    await api.call("PATCH", `/api/v1/nodes/${name}`, { version, coreInterface: "core", routerId: inside.ipv4 });
  }
  const { version } = await api.call<{ version: number }>("GET", "/api/v1/routing");
  const protocol =
    choice === "ospf"
      ? { protocol: choice, area: "0.0.0.0", helloSeconds: 1, deadSeconds: 4, keyId: OSPF_KEY.id, ospfKey: OSPF_KEY.key }
      : {
          protocol: choice,
          localAs: NODES_AS,
          keepaliveSeconds: 1,
          holdSeconds: 3,
          bgpPassword: BGP_PASSWORD,
          sites: SITES.map(({ name }) => ({
            site: name,
            neighbors: [CORE.nodes.ipv4, CORE.nodes.ipv6].map((address) => ({ address, as: CORE.as })),
          })),
        };
  await api.call("PUT", "/api/v1/routing", { version, ...protocol });
}

async function joinAndRun(machine: AgentMachine, command: string): Promise<void> {
  const ran = await machine.join(command);
  if (ran.code !== 0) throw new Error(`${machine.name} did not join: ${ran.stdout}${ran.stderr}`);
  await machine.run();
}

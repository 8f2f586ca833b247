import { execFileSync } from "node:child_process";
import path from "node:path";
import type { Namespace } from "../e2e/cluster/lab/namespace";
import { ADMIN } from "../e2e/program";
import type { Cluster } from "./cluster";
import { namespaceName } from "./left-behind";
import { BACKEND, BALANCER, CORE } from "./plan";

const LIVE = "var/lib/homeport/live";

/** Where everything of a cluster is, for scripts. Paths are as this machine sees them, while the cluster runs. */
export type Description = ReturnType<typeof describe>;

export function describe(cluster: Cluster, tokenFile: string) {
  const { options, network, nodes, clients } = cluster;
  return {
    pid: process.pid,
    portal: { url: cluster.portal().url, email: ADMIN.email, password: ADMIN.password, tokenFile },
    ...options,
    internet: where(network.internet),
    balancer: { ...where(network.balancer.machine), name: BALANCER.name, address: BALANCER.address, port: BALANCER.port },
    core: { ...where(network.core), ...CORE.company },
    backend: { ...where(network.backend), ...BACKEND },
    nodes: nodes.map(({ plan, machine }) => ({
      name: plan.name,
      site: plan.site,
      behindBalancer: plan.balanced,
      ...where(machine),
      address: plan.address,
      port: 1194,
      inside: plan.inside,
      serverConf: path.join(machine.root, LIVE, "server.conf"),
      ccd: path.join(machine.root, LIVE, "ccd"),
      crl: path.join(machine.root, LIVE, "crl.pem"),
      socket: path.join(machine.root, LIVE, "management.sock"),
      log: path.join(machine.root, LIVE, "openvpn.log"),
    })),
    clients: clients.map(({ person, place }) => ({
      username: person.username,
      commonName: person.commonName,
      ...where(place.machine),
      ipv4: person.ipv4,
      ipv6: person.ipv6,
      profile: person.profile,
    })),
  };
}

/** `pid` is the first process of the machine: `nsenter -t PID -n -m -p` goes where `ip netns exec` sees the network only. */
const where = (machine: Namespace) => ({ namespace: namespaceName(machine.name), pid: machine.pid });

/** Gives the machines of a cluster names that `ip netns` knows. */
export function nameMachines(cluster: Cluster): void {
  const { internet, balancer, core, backend } = cluster.network;
  const machines = [internet, balancer.machine, core, backend, ...cluster.nodes.map(({ machine }) => machine)];
  for (const machine of [...machines, ...cluster.clients.map(({ place }) => place.machine)])
    execFileSync("ip", ["netns", "attach", namespaceName(machine.name), String(machine.pid)]);
}

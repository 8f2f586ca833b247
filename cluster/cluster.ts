import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Api } from "../e2e/cluster/lab/api";
import { until } from "../e2e/cluster/lab/until";
import type { Place } from "../e2e/cluster/lab/vpn-client";
import { freePort, startPortal, type Portal } from "../e2e/portal";
import { connectAll, openPlaces, type ClusterClient } from "./clients";
import type { RoutingChoice } from "./core-config";
import { eachOf } from "./each-of";
import { neighbors } from "./frr";
import { openClusterNetwork, type ClusterNetwork } from "./network";
import { openClusterNode, type ClusterNode } from "./node";
import { importCompany, type Link } from "./people";
import { COMPANY, planNodes } from "./plan";
import { addSites, joinBalancer, joinNodes, setRouting, setUpPortal } from "./set-up-cluster";

export type ClusterOptions = {
  nodes: number;
  clients: number;
  people: number;
  routing: RoutingChoice;
  topology: "subnet" | "net30";
};

/** The article's diagram: portal, six nodes in three sites, a balancer, a core router, a host behind it, and people who are connected. */
export type Cluster = {
  options: ClusterOptions;
  folder: string;
  portal: () => Portal;
  api: Api;
  network: ClusterNetwork;
  nodes: ClusterNode[];
  clients: ClusterClient[];
  /** Invitations of people who have no profile yet. */
  waiting: Link[];
  /** Portal and database end; `startAgain` brings both back with the same data. */
  stopPortal: () => Promise<void>;
  startAgain: () => Promise<Portal>;
  /** One more machine of a person, until the cluster closes. */
  openPlace: () => Promise<Place>;
  /** What portal, nodes and balancer have said last, for whoever looks into a failure. */
  said: () => string;
  close: () => Promise<void>;
};

export type Opening = {
  /** What the names of its folders begin with. */
  prefix: string;
  /** Hears each step in a sentence. */
  tell?: (sentence: string) => void;
  /** Given at once: closes all that is open, also while the rest is still being opened. */
  onClose?: (close: () => Promise<void>) => void;
};

export async function openCluster(options: ClusterOptions, { prefix, tell = () => {}, onClose }: Opening): Promise<Cluster> {
  const folder = mkdtempSync(path.join(tmpdir(), `${prefix}-`));
  // Portal and PostgreSQL run as another account than root, and must reach their folder.
  const data = path.join(mkdtempSync(path.join(tmpdir(), `${prefix}-data-`)), "data");
  chmodSync(path.dirname(data), 0o755);
  const closing: (() => Promise<unknown> | void)[] = [
    () => [folder, path.dirname(data)].forEach((made) => rmSync(made, { recursive: true, force: true })),
  ];
  const close = async () => {
    for (const step of closing.splice(0).reverse())
      await Promise.resolve(step()).catch((error: unknown) => console.error("closing the cluster:", error));
  };
  onClose?.(close);
  try {
    const port = await freePort();
    const plans = planNodes(options.nodes);
    let running: Portal | null = null;
    const startAgain = async () => (running = await startPortal({ port, data }));
    const stopPortal = async () => {
      await running?.stop();
      running = null;
    };
    const portal = () => running ?? away();
    const nodes: ClusterNode[] = [];

    tell("Starting the portal, the networks and the nodes’ machines.");
    const begun = startAgain();
    // It is asked for below, or when what comes before has failed.
    closing.push(() => begun.catch(() => undefined).then(stopPortal));
    const network = await openClusterNetwork({ folder, port: () => port, nodes: plans, routing: options.routing });
    closing.push(network.close);
    closing.push(() => Promise.all(nodes.map((node) => node.close())));
    await eachOf(plans, 3, async (plan) => {
      nodes.push(await openClusterNode({ plan, folder, network, routing: options.routing, port: () => port }));
    });
    nodes.sort((a, b) => a.plan.number - b.plan.number);
    const places = openPlaces(folder, network);
    closing.push(places.close);
    await begun;

    const api = await setUpPortal(portal, options.topology);
    tell("The portal answers. Joining the nodes and the balancer.");
    await addSites(api);
    await joinNodes(api, nodes);
    await joinBalancer(api, network.balancer, nodes);
    await setRouting(api, options.routing, nodes);
    const people = Math.max(options.people, options.clients);
    tell(`Adding ${people} people.`);
    const links = people > 0 ? await importCompany(api, people) : [];
    await routingUp({ network, nodes, options });
    tell(`Connecting ${options.clients} of them.`);
    const clients = await connectAll(api, folder, places, links.slice(0, options.clients));
    return {
      options,
      folder,
      portal,
      api,
      network,
      nodes,
      clients,
      waiting: links.slice(options.clients),
      stopPortal,
      startAgain,
      openPlace: places.open,
      said: () =>
        [
          running?.log() ?? "",
          `balancer: ${network.balancer.log()}`,
          ...nodes.map((node) => `${node.name}: ${node.log()}${node.read("live/openvpn.log") ?? ""}`),
        ]
          .map((log) => log.slice(-4000))
          .join("\n\n"),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Waits until the core speaks with every node in both families, and each node knows the way to the company: BGP tells the two apart. */
export async function routingUp({ network, nodes, options }: Pick<Cluster, "network" | "nodes" | "options">): Promise<void> {
  let seen = {};
  await until(
    "the core to speak with every node, and every node to know the way to the company",
    async () => {
      const core = await neighbors(network.core, options.routing);
      const ways = await Promise.all(
        nodes.map(({ machine }) => machine.sh(`ip -o -4 route show ${COMPANY.ipv4}; ip -o -6 route show ${COMPANY.ipv6}`)),
      );
      const knows = ways.map((way) => way.trim().split("\n").length);
      seen = { core, knows };
      return core.ipv4 >= nodes.length && core.ipv6 >= nodes.length && knows.every((families) => families >= 2);
    },
    { ms: 60_000, every: 250, seen: () => JSON.stringify(seen) },
  );
}

function away(): never {
  throw new Error("The portal is away.");
}

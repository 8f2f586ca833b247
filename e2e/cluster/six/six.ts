import { readFileSync, writeFileSync } from "node:fs";
import { test as base } from "@playwright/test";
import type { ClusterClient } from "../../../cluster/clients";
import { openCluster, type Cluster } from "../../../cluster/cluster";
import type { ClusterNode } from "../../../cluster/node";
import { onboard, type Person } from "../lab/api";
import { until } from "../lab/until";

/** The article's cluster in `npm run prove`; half of it in `npm test`. */
export const WHOLE = !!process.env.PROVE;
const SIZE = WHOLE ? { nodes: 6, clients: 150, people: 800 } : { nodes: 3, clients: 12, people: 40 };

/** One cluster for all files of this folder: it opens with the first test that asks for it and closes after the last. */
export const test = base.extend<{ tell: void }, { six: Cluster }>({
  six: [
    async ({}, use) => {
      const six = await openCluster({ ...SIZE, routing: "ospf", topology: "subnet" }, { prefix: `hp-lab-${process.pid}` });
      await use(six);
      await six.close();
    },
    { scope: "worker", timeout: 600_000 },
  ],
  tell: [
    async ({ six }, use, info) => {
      await use();
      if (info.status !== info.expectedStatus) console.log(six.said());
    },
    { auto: true },
  ],
});

/** The same profile, which leads to one node alone. */
export function profileTo(person: Person, node: ClusterNode): string {
  const file = person.profile.replace(/\.ovpn$/, `-to-${node.name}.ovpn`);
  const others = readFileSync(person.profile, "utf8")
    .split("\n")
    .filter((line) => !line.startsWith("remote ") && line !== "remote-random");
  writeFileSync(file, [`remote ${node.address} 1194 udp`, ...others].join("\n"), { mode: 0o600 });
  return file;
}

/** Somebody new, whom every node admits. */
export const somebody = (six: Cluster, username: string): Promise<Person> => onboard(six, six.api, username);

/** The nodes that the core sends a pair's packets to, by family. */
export async function wayTo(six: Cluster, { ipv4, ipv6 }: { ipv4: string; ipv6: string }): Promise<{ ipv4: string[]; ipv6: string[] }> {
  const { core } = six.network;
  const [shown4, shown6, names] = await Promise.all([
    core.sh(`ip route show ${ipv4}`),
    core.sh(`ip -6 route show ${ipv6}`),
    namesOfHops(six),
  ]);
  const hops = (text: string) => [...text.matchAll(/ via (?:inet6 )?([\da-f.:]+)/g)].map(([, hop = ""]) => names.get(hop) ?? hop);
  return { ipv4: hops(shown4), ipv6: hops(shown6) };
}

const known = new WeakMap<Cluster, Map<string, string>>();

/** Whose the next hops are. OSPFv3's are link-local. */
async function namesOfHops(six: Cluster): Promise<Map<string, string>> {
  const found = known.get(six) ?? new Map<string, string>();
  if (found.size === 0)
    for (const { name, machine } of six.nodes)
      for (const [, address = ""] of (await machine.sh("ip -o addr show dev core")).matchAll(/ inet6? ([\da-f.:]+)\//g))
        found.set(address, name);
  known.set(six, found);
  return found;
}

/** Which node a client is on, by the core's word. */
export async function nodeOf(six: Cluster, { person }: Pick<ClusterClient, "person">): Promise<string> {
  const { ipv4 } = await wayTo(six, person);
  return ipv4[0] ?? "";
}

/** The next hops of each address that the core has a route to: two while a node still says of a VPN session that it has it. */
async function hopsOf(six: Cluster, family: "-4" | "-6"): Promise<Map<string, string[]>> {
  const hops = new Map<string, string[]>();
  for (const line of (await six.network.core.sh(`ip ${family} -o route show`)).split("\n")) {
    const [address = ""] = line.split(" ", 1);
    const found = [...line.matchAll(/ via (?:inet6 )?([\da-f.:]+)/g)].map(([, hop = ""]) => hop);
    hops.set(address, [...(hops.get(address) ?? []), ...found]);
  }
  return hops;
}

/** The clients of each node now: whoever the core sends there. */
export async function clientsByNode(six: Cluster): Promise<Map<string, ClusterClient[]>> {
  const hops = await hopsOf(six, "-4");
  const of = (node: ClusterNode) => six.clients.filter(({ person }) => hops.get(person.ipv4)?.includes(node.inside.ipv4));
  return new Map(six.nodes.map((node) => [node.name, of(node)]));
}

/** Both addresses of these clients, as what a mass ping goes to. */
export const bothFamilies = (clients: readonly { person: { ipv4: string; ipv6: string } }[]): { address: string }[] =>
  clients.flatMap(({ person }) => [{ address: person.ipv4 }, { address: person.ipv6 }]);

/** Waits until every client has one route in each family: a node that was away may say for 20 s that it has whom it has lost. */
export async function quiet(six: Cluster): Promise<void> {
  await until(
    "every client to have its routes",
    async () => {
      const [four, six6] = [await hopsOf(six, "-4"), await hopsOf(six, "-6")];
      return six.clients.every(({ person }) => four.get(person.ipv4)?.length === 1 && six6.get(person.ipv6)?.length === 1);
    },
    { ms: 60_000, every: 250, seen: six.said },
  );
}

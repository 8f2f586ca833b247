// How the nodes tell the company's network who is where: what of it each node is told, and what cannot work. Pure.
import { overlap } from "@/lib/addresses/range";
import { isIpv4 } from "./network";
import type { NodeRouting } from "./node-settings";

export type Neighbor = { address: string; as: number };
export type RoutingFacts = {
  protocol: "none" | "ospf" | "bgp";
  area: string;
  helloSeconds: number;
  deadSeconds: number;
  keyId: number;
  ospfKey: string | null;
  localAs: number | null;
  keepaliveSeconds: number;
  holdSeconds: number;
  bgpPassword: string | null;
  sites: { site: string; neighbors: Neighbor[] }[];
};
export type RoutedNode = { name: string; site: string; state: string; coreInterface: string | null; routerId: string | null };
type Pools = readonly { ipv4: string; ipv6: string }[];
type Problem = { sentence: string; field: string };

/** What a node's bundle says; null where FRR there is none of ours. */
export function nodeRouting(facts: RoutingFacts, node: Pick<RoutedNode, "site" | "coreInterface" | "routerId">): NodeRouting | null {
  const { coreInterface, routerId } = node;
  if (facts.protocol === "none" || coreInterface === null || routerId === null) return null;
  const own = { routerId, interface: coreInterface };
  if (facts.protocol === "ospf") {
    const { area, helloSeconds, deadSeconds, keyId, ospfKey } = facts;
    return { protocol: "ospf", ...own, area, helloSeconds, deadSeconds, keyId, key: ospfKey };
  }
  if (facts.localAs === null) return null;
  const { localAs, keepaliveSeconds, holdSeconds, bgpPassword } = facts;
  const neighbors = facts.sites.find(({ site }) => site === node.site)?.neighbors ?? [];
  return { protocol: "bgp", ...own, localAs, keepaliveSeconds, holdSeconds, password: bgpPassword, neighbors };
}

/** Why this cannot go out; null where it can. Asked before routing changes, and before a node does while it is on. */
export function whyNotRouting(facts: RoutingFacts, nodes: readonly RoutedNode[], pools: Pools): Problem | null {
  return whyNotNeighbors(facts, pools) ?? (facts.protocol === "none" ? null : whyNotNodes(facts, nodes));
}

function whyNotNeighbors({ sites }: RoutingFacts, pools: Pools): Problem | null {
  for (const [s, { site, neighbors }] of sites.entries()) {
    const seen = new Set<string>();
    for (const [n, { address }] of neighbors.entries()) {
      const field = `sites.${s}.neighbors.${n}`;
      if (seen.has(address)) return { field, sentence: `${address} stands twice among the neighbours of ${site}. Leave one out.` };
      seen.add(address);
      const pool = pools.flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6]).find((range) => overlap(range, host(address)));
      if (pool) return { field, sentence: `${address} is inside the address pool ${pool}: a router has an address of its own network.` };
    }
  }
  return null;
}

const host = (address: string) => `${address}/${isIpv4(address) ? 32 : 128}`;

function whyNotNodes(facts: RoutingFacts, nodes: readonly RoutedNode[]): Problem | null {
  const active = nodes.filter(({ state }) => state === "active");
  const bare = active.filter(({ coreInterface, routerId }) => coreInterface === null || routerId === null);
  if (bare.length > 0)
    return {
      field: "protocol",
      sentence: `${bare.map(({ name }) => name).join(", ")} ${bare.length === 1 ? "has" : "have"} no core interface or no router ID yet. Edit ${bare.length === 1 ? "that node" : "those nodes"} first: each node needs both.`,
    };
  if (facts.protocol !== "bgp") return null;
  if (facts.localAs === null) return { field: "localAs", sentence: "BGP needs the nodes’ AS number, such as 64512." };
  for (const site of new Set(active.map((node) => node.site))) {
    const at = facts.sites.findIndex((one) => one.site === site);
    const families = (facts.sites[at]?.neighbors ?? []).map(({ address }) => isIpv4(address));
    const lacks = [...(families.includes(true) ? [] : ["IPv4"]), ...(families.includes(false) ? [] : ["IPv6"])];
    if (lacks.length > 0)
      return {
        field: at < 0 ? "sites" : `sites.${at}.neighbors`,
        sentence: `${site} has nodes and no ${lacks.join(" and no ")} neighbour: nobody would hear of ${lacks.length === 2 ? "their" : `their ${lacks[0]}`} routes. Add one of each family.`,
      };
  }
  return null;
}

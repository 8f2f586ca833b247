import { z } from "zod";
import { getSecret } from "@/lib/core/secrets";
import type { Tx } from "@/lib/db/client";
import { asNumber } from "./node-settings";
import type { RoutedNode, RoutingFacts } from "./routing";

/** What stands in a site's `neighbors`. */
export const SiteNeighbors = z.array(z.object({ address: z.string(), as: asNumber }));
const Protocol = z.enum(["none", "ospf", "bgp"]);

/** The routing in force with its key and password in clear: for bundles, and for the change itself. */
export async function routingFacts(tx: Tx): Promise<RoutingFacts & { version: number }> {
  const { id: _id, protocol, localAs, ...row } = await tx.routing.findUniqueOrThrow({ where: { id: 1 } });
  const sites = await tx.site.findMany({ orderBy: { name: "asc" }, take: 200, select: { name: true, neighbors: true } });
  const [ospfKey, bgpPassword] = [await getSecret("routing-ospf-key", tx), await getSecret("routing-bgp-password", tx)];
  return {
    ...row,
    protocol: Protocol.parse(protocol),
    localAs: localAs === null ? null : Number(localAs),
    ospfKey: ospfKey?.toString("utf8") ?? null,
    bgpPassword: bgpPassword?.toString("utf8") ?? null,
    sites: sites.map(({ name, neighbors }) => ({ site: name, neighbors: SiteNeighbors.parse(neighbors) })),
  };
}

/** What routing asks of the nodes: all that were not removed. */
export async function routedNodes(tx: Tx): Promise<RoutedNode[]> {
  const nodes = await tx.node.findMany({
    where: { state: { not: "removed" } },
    orderBy: { name: "asc" },
    take: 200,
    select: { name: true, state: true, coreInterface: true, routerId: true, site: { select: { name: true } } },
  });
  return nodes.map(({ site, ...node }) => ({ ...node, site: site.name }));
}

export function routingPools(tx: Tx): Promise<{ ipv4: string; ipv6: string }[]> {
  return tx.addressPool.findMany({ orderBy: { id: "asc" }, take: 64, select: { ipv4: true, ipv6: true } });
}

import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { whySiteStays } from "./site-in-use";

export type SiteFacts = {
  id: string;
  name: string;
  version: number;
  createdAt: Date;
  nodes: string[];
  balancers: string[];
  /** Why it cannot be removed; null when it can. */
  stays: string | null;
};

/** Every site, by name, with what stands there. */
export async function listSites(ctx: Context): Promise<SiteFacts[]> {
  demand(ctx.actor, "nodes.read");
  const names = { orderBy: { name: "asc" }, take: 200, select: { name: true } } as const;
  const sites = await db().site.findMany({
    orderBy: { name: "asc" },
    take: 100,
    include: { nodes: { where: { state: { not: "removed" } }, ...names }, balancers: { where: { removedAt: null }, ...names } },
  });
  return sites.map((site) => {
    const { id, name, version, createdAt } = site;
    const nodes = site.nodes.map((node) => node.name);
    const balancers = site.balancers.map((balancer) => balancer.name);
    return { id, name, version, createdAt, nodes, balancers, stays: whySiteStays(name, { nodes, balancers, last: sites.length === 1 }) };
  });
}

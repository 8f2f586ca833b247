import type { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuseStale } from "@/lib/core/version";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { lockSite } from "./rename-site";
import type { RemoveSiteBody } from "./site-body";
import { whySiteStays } from "./site-in-use";

/** Removes an empty site. Nodes that were removed stand in the oldest of the others from then on. */
export function removeSite(ctx: Context, id: string, body: z.output<typeof RemoveSiteBody>): Promise<Committed<{ name: string }>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const site = await lockSite(tx, id);
    refuseStale(`the site ${site.name}`, site.version, body.version);
    const other = await tx.site.findFirst({ where: { id: { not: id } }, orderBy: { createdAt: "asc" }, select: { id: true } });
    const reason = whySiteStays(site.name, { ...(await inUseBy(tx, id)), last: other === null });
    if (reason) refuse("state", reason);
    if (other) await tx.node.updateMany({ where: { siteId: id }, data: { siteId: other.id } });
    await tx.balancer.updateMany({ where: { siteId: id }, data: { siteId: null } });
    await tx.site.delete({ where: { id } });
    return { value: { name: site.name }, audit: { action: "site.remove", subject: `site ${site.name}` }, nodes: "need not" };
  });
}

async function inUseBy(tx: Tx, siteId: string): Promise<{ nodes: string[]; balancers: string[] }> {
  const names = { orderBy: { name: "asc" }, take: 200, select: { name: true } } as const;
  const nodes = await tx.node.findMany({ where: { siteId, state: { not: "removed" } }, ...names });
  const balancers = await tx.balancer.findMany({ where: { siteId, removedAt: null }, ...names });
  return { nodes: nodes.map(({ name }) => name), balancers: balancers.map(({ name }) => name) };
}

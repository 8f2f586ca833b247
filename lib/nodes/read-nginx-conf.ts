import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { balancerSettingsOf } from "./balancer-settings";
import { renderNginxStream } from "./nginx-stream";

/** A balancer as a file for nginx, with the nodes that it would send clients to now; null where there is none of that name. */
export async function readNginxConf(ctx: Context, name: string): Promise<string | null> {
  demand(ctx.actor, "nodes.read");
  const balancer = await db().balancer.findUnique({
    where: { name, removedAt: null },
    include: { remotes: { take: 64 }, nodes: { include: { node: true }, take: 64 } },
  });
  if (!balancer) return null;
  const nodes = balancer.nodes.map(({ node }) => node);
  return renderNginxStream(name, balancerSettingsOf(balancer.remotes, nodes));
}

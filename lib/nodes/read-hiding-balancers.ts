import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db, type Tx } from "@/lib/db/client";

/** Step: load balancers that nodes see instead of their clients, with the addresses by which they do. */
export const hidingBalancers = (tx: Tx): Promise<{ name: string; ownAddresses: string[] }[]> =>
  tx.balancer.findMany({ where: { hidesSources: true }, select: { name: true, ownAddresses: true }, orderBy: { name: "asc" }, take: 100 });

export async function readHidingBalancers(ctx: Context): Promise<{ name: string; ownAddresses: string[] }[]> {
  demand(ctx.actor, "nodes.read");
  return hidingBalancers(db());
}

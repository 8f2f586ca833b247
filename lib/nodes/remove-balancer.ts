import type { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import type { RemoveBalancerBody } from "./balancer-body";
import { lockBalancer } from "./balancer-steps";
import { lockRemotes, remoteText } from "./remote-steps";

/** Takes a balancer out: its token dies, its remotes leave the list. What it has in its kernel stays until it is cleared there. */
export function removeBalancer(
  ctx: Context,
  name: string,
  body: z.output<typeof RemoveBalancerBody>,
): Promise<Committed<{ name: string }>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const balancer = await lockBalancer(tx, name);
    if (body.confirm !== name) refuse("invalid", `Type the balancer's name ${name} to confirm.`, "confirm");
    await lockRemotes(tx);
    const own = await tx.remote.findMany({ where: { balancerId: balancer.id }, orderBy: { position: "asc" }, take: 64 });
    if (own.length > 0 && (await tx.remote.count()) === own.length)
      refuse(
        "state",
        `Every remote is of ${name}: without it a profile leads nowhere. Add a remote of a node or of another balancer first.`,
      );
    await tx.remote.deleteMany({ where: { balancerId: balancer.id } });
    await tx.balancerNode.deleteMany({ where: { balancerId: balancer.id } });
    await tx.balancer.update({
      where: { id: balancer.id },
      data: { removedAt: ctx.now(), tokenHash: null, joinTokenHash: null, joinExpiresAt: null, version: balancer.version + 1 },
    });
    return {
      value: { name },
      audit: { action: "balancer.remove", subject: `balancer ${name}`, details: { remotes: own.map(remoteText) } },
      nodes: "must see",
    };
  });
}

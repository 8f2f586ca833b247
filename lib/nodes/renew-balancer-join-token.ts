import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { newToken } from "@/lib/core/token";
import { JOIN_HOURS, type JoinToken } from "./add-node";
import { lockBalancer } from "./balancer-steps";

/** A join token for a balancer's machine, or for the one that takes its place. What the machine has stays good until the token is used. */
export function renewBalancerJoinToken(ctx: Context, name: string): Promise<Committed<JoinToken>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const balancer = await lockBalancer(tx, name);
    const { token, hash } = newToken(ctx.random);
    const expiresAt = new Date(ctx.now().getTime() + JOIN_HOURS * 3_600_000);
    await tx.balancer.update({ where: { id: balancer.id }, data: { joinTokenHash: hash, joinExpiresAt: expiresAt } });
    return {
      value: { name, token, expiresAt },
      answer: { name, expiresAt: expiresAt.toISOString() },
      audit: { action: "balancer.join-token", subject: `balancer ${name}`, details: { expiresAt } },
      nodes: "need not",
    };
  });
}

import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { newToken } from "@/lib/core/token";
import { JOIN_HOURS, type JoinToken } from "./add-node";
import { lockBalancer } from "./balancer-steps";

/** A join token for a balancer's machine, or for the one that takes its place. What the machine has stays good until the token is used. */
export function renewBalancerJoinToken(ctx: Context, name: string): Promise<Committed<JoinToken>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const balancer = await lockBalancer(tx, name);
    const { join, columns } = balancerJoin(ctx, name);
    await tx.balancer.update({ where: { id: balancer.id }, data: columns });
    return {
      value: join,
      answer: { name, expiresAt: join.expiresAt.toISOString() },
      audit: { action: "balancer.join-token", subject: `balancer ${name}`, details: { expiresAt: join.expiresAt } },
      nodes: "need not",
    };
  });
}

/** A token and what the row keeps of it. */
export function balancerJoin(ctx: Context, name: string): { join: JoinToken; columns: { joinTokenHash: string; joinExpiresAt: Date } } {
  const { token, hash } = newToken(ctx.random);
  const expiresAt = new Date(ctx.now().getTime() + JOIN_HOURS * 3_600_000);
  return { join: { name, token, expiresAt }, columns: { joinTokenHash: hash, joinExpiresAt: expiresAt } };
}

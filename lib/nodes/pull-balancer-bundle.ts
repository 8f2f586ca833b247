import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { hashToken } from "@/lib/core/token";
import { db } from "@/lib/db/client";
import { nextChange } from "@/lib/db/listen";
import { refuse } from "@/lib/refusal";
import type { SignedBundle } from "./bundle";
import { currentRevision, type PullQuery } from "./pull-bundle";
import { renderBalancerBundle } from "./render-balancer-bundle";

/** The balancer whose token this is, or null when the token is dead. */
export async function findBalancer(token: string): Promise<{ id: string; name: string } | null> {
  return db().balancer.findFirst({ where: { tokenHash: hashToken(token), removedAt: null }, select: { id: true, name: true } });
}

export const BALANCER_TOKEN_IS_DEAD = "This balancer's token is not good: it was removed, or enrolled again on another machine.";

/** As a node pulls (pull-bundle.ts): the wait is taken before the revision is read, so that no commit falls between the two (I13). */
export async function pullBalancerBundle(
  ctx: Context,
  token: string,
  query: PullQuery,
  signal?: AbortSignal,
): Promise<SignedBundle | null> {
  demand(ctx.actor, "balancer.bundle");
  if (ctx.actor.kind !== "balancer") refuse("forbidden", BALANCER_TOKEN_IS_DEAD);
  const { id, name } = ctx.actor;
  const until = Date.now() + query.wait * 1000;
  for (;;) {
    const change = await nextChange(Math.max(0, until - Date.now()), signal);
    try {
      const at = await currentRevision();
      if (at.epoch !== query.epoch || at.revision !== BigInt(query.since)) return await renderBalancerBundle({ id, name }, ctx.now());
      if (Date.now() >= until || signal?.aborted) return null;
      await change.promise;
      if (!(await findBalancer(token))) refuse("signed-out", BALANCER_TOKEN_IS_DEAD);
    } finally {
      change.cancel();
    }
  }
}

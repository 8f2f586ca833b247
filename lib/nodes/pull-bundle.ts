import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { nextChange } from "@/lib/db/listen";
import { hashToken } from "@/lib/core/token";
import { refuse } from "@/lib/refusal";
import type { SignedBundle } from "./bundle";
import { renderBundle } from "./render-bundle";

export type PullQuery = { epoch: number; since: number; wait: number };

/** The node whose token this is, or null when the token is dead. */
export async function findNode(token: string): Promise<{ id: string; name: string } | null> {
  return db().node.findFirst({ where: { nodeTokenHash: hashToken(token), state: "active" }, select: { id: true, name: true } });
}

export const NODE_TOKEN_IS_DEAD = "This node token is not good: the node was removed, or enrolled again on another machine.";

/**
 * The bundle in force if it is another than (epoch, since), else waits up to `wait` seconds for one; null when there was none.
 * The wait is taken before the revision is read, so that no commit falls between the two (I13). Ends the moment the token dies.
 */
export async function pullBundle(ctx: Context, token: string, query: PullQuery, signal?: AbortSignal): Promise<SignedBundle | null> {
  demand(ctx.actor, "node.bundle");
  if (ctx.actor.kind !== "node") refuse("forbidden", NODE_TOKEN_IS_DEAD);
  const node = { id: ctx.actor.id, name: ctx.actor.name };
  const until = Date.now() + query.wait * 1000;
  for (;;) {
    const change = await nextChange(Math.max(0, until - Date.now()), signal);
    try {
      const at = await currentRevision();
      if (at.epoch !== query.epoch || at.revision !== BigInt(query.since)) return await renderBundle(node, at, ctx.now());
      if (Date.now() >= until || signal?.aborted) return null;
      await change.promise;
      if (!(await findNode(token))) refuse("signed-out", NODE_TOKEN_IS_DEAD);
    } finally {
      change.cancel();
    }
  }
}

const process_ = globalThis as typeof globalThis & { homeportRevision?: Promise<{ revision: bigint; epoch: number }> };

/** One query answers everybody who asks at the same moment. */
export function currentRevision(): Promise<{ revision: bigint; epoch: number }> {
  process_.homeportRevision ??= (async () => {
    await Promise.resolve(); // whoever was woken by the same notification joins before the query is sent
    process_.homeportRevision = undefined;
    return db().cluster.findUniqueOrThrow({ where: { id: 1 }, select: { revision: true, epoch: true } });
  })();
  return process_.homeportRevision;
}

import { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { lockNode } from "./lock-node";
import { isSilent } from "./silence";

export const SetAsideBody = z.strictObject({ confirm: z.string({ error: "Type the node's name to confirm." }) });

/** Null if nobody need wait for a node any more, else the sentence why they must. The disabled button shows it, the verb refuses with it. */
export function whyNotSetAside(
  node: { name: string; reportedAt: Date | null; enrolledAt: Date | null; setAsideAt: Date | null },
  now: Date,
): string | null {
  if (node.setAsideAt) return `${node.name} is set aside already.`;
  if (!isSilent(node, now)) return `${node.name} reports. Only a node that is silent can be set aside; drain or remove this one.`;
  return null;
}

/**
 * Nobody waits for a node any more that is silent (I2): released pairs become free without its word, and offboardings do not count it. What
 * it had when it was last heard of it may still admit. It keeps its token: when it is back it catches up, and can be taken back.
 */
export function setAsideNode(ctx: Context, name: string, body: z.output<typeof SetAsideBody>): Promise<Committed<{ name: string }>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const node = await lockNode(tx, name);
    if (body.confirm !== name) refuse("invalid", `Type the node's name ${name} to confirm.`, "confirm");
    const why = whyNotSetAside(node, ctx.now());
    if (why) refuse("state", why);
    await tx.node.update({ where: { id: node.id }, data: { setAsideAt: ctx.now(), version: { increment: 1 } } });
    return {
      value: { name },
      audit: {
        action: "node.set-aside",
        subject: `node ${name}`,
        details: { reportedAt: node.reportedAt, revision: node.revision?.toString() ?? null },
      },
      nodes: "need not",
    };
  });
}

/** Everybody waits for it again: it owes what was removed since. */
export function takeBackNode(ctx: Context, name: string): Promise<Committed<{ name: string }>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const node = await lockNode(tx, name);
    if (!node.setAsideAt) refuse("state", `${name} is not set aside.`);
    await tx.node.update({ where: { id: node.id }, data: { setAsideAt: null, version: { increment: 1 } } });
    return {
      value: { name },
      audit: { action: "node.take-back", subject: `node ${name}`, details: { setAsideAt: node.setAsideAt } },
      nodes: "need not",
    };
  });
}

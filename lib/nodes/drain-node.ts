import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { whyAgentCannot } from "./agent-release";
import { lockNode } from "./lock-node";

export type NodeTurned = { name: string; revision: string };

/** Sends a node's clients to the others, with a goodbye, and keeps its OpenVPN down until it is put back. It goes on pulling and reporting. */
export async function drainNode(ctx: Context, name: string): Promise<NodeTurned> {
  return turned(
    name,
    await commit(ctx, "nodes.write", async (tx) => {
      const node = await lockNode(tx, name);
      if (node.drainedAt) refuse("state", `${name} is drained already.`);
      const why = whyAgentCannot(node, "drain");
      if (why) refuse("state", why);
      await tx.node.update({ where: { id: node.id }, data: { drainedAt: ctx.now(), version: { increment: 1 } } });
      return {
        value: { name },
        answer: (revision) => ({ name, revision: revision.toString() }),
        audit: { action: "node.drain", subject: `node ${name}`, details: { vpnSessions: node.vpnSessionCount } },
        nodes: "must see",
      };
    }),
  );
}

/** It takes clients again. */
export async function putBackNode(ctx: Context, name: string): Promise<NodeTurned> {
  return turned(
    name,
    await commit(ctx, "nodes.write", async (tx) => {
      const node = await lockNode(tx, name);
      if (!node.drainedAt) refuse("state", `${name} is not drained: it takes clients.`);
      await tx.node.update({ where: { id: node.id }, data: { drainedAt: null, version: { increment: 1 } } });
      return {
        value: { name },
        answer: (revision) => ({ name, revision: revision.toString() }),
        audit: { action: "node.put-back", subject: `node ${name}`, details: { drainedAt: node.drainedAt } },
        nodes: "must see",
      };
    }),
  );
}

/** A repeated request gets the revision that the first one made. */
function turned(name: string, done: Committed<{ name: string }>): NodeTurned {
  if (!done.replayed) return { name, revision: done.revision.toString() };
  const kept = done.value;
  const revision = kept && typeof kept === "object" && !Array.isArray(kept) ? kept.revision : null;
  return { name, revision: typeof revision === "string" ? revision : "" };
}

import { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { whyAgentCannot } from "./agent-release";
import { nodeName } from "./naming";
import { lockNodes, rollOut } from "./rollout-steps";

export const StartRolloutBody = z.strictObject({
  /** changes: what nodes do not have yet goes on where a rollout stopped. restart: OpenVPN starts again, whether anything changes or not. */
  kind: z.enum(["changes", "restart"], { error: "The kind must be changes or restart." }),
  /** Only these nodes are restarted; without it all. */
  nodes: z.array(nodeName).min(1, "Name at least one node, or leave the nodes out.").max(200).optional(),
});

/** Restarts OpenVPN on one node after the other, or goes on with what a stopped rollout has left. */
export function startRollout(ctx: Context, body: z.output<typeof StartRolloutBody>): Promise<Committed<{ id: string }>> {
  return commit(ctx, "nodes.write", async (tx) => {
    await lockNodes(tx);
    const running = await tx.rollout.findFirst({ where: { state: "running" }, select: { reason: true } });
    if (running) refuse("state", `A rollout runs already: ${running.reason}. Wait for its end, or stop it first.`);
    if (body.kind === "changes" && body.nodes) refuse("invalid", "A change goes to all nodes. Leave the nodes out.", "nodes");
    const active = await tx.node.findMany({
      where: { state: "active" },
      orderBy: { name: "asc" },
      select: { id: true, name: true, agentVersion: true },
    });
    const unknown = body.nodes?.find((name) => !active.some((node) => node.name === name));
    if (unknown) refuse("invalid", `There is no node ${unknown} that has joined.`, "nodes");
    const restart = body.kind === "restart" ? active.filter(({ name }) => body.nodes?.includes(name) ?? true) : [];
    const why = restart.map((node) => whyAgentCannot(node, "restart")).find((sentence) => sentence !== null);
    if (why) refuse("state", why, body.nodes ? "nodes" : undefined);
    const reason = body.kind === "changes" ? "What was left of an earlier change" : "OpenVPN starts again";
    const value = { id: "" };
    return {
      value,
      answer: () => value,
      audit: { action: "rollout.start", subject: "nodes", details: { kind: body.kind, nodes: restart.map(({ name }) => name) } },
      nodes: "must see",
      atRevision: async (later, revision) => {
        const id = await rollOut(later, ctx, { reason, revision, restart: restart.map((node) => node.id) });
        if (id === null) refuse("state", whyNothing(active.length, body.kind));
        value.id = id;
      },
    };
  });
}

function whyNothing(nodes: number, kind: "changes" | "restart"): string {
  if (nodes === 0) return "No node has joined yet.";
  return kind === "changes"
    ? "Every node that reports has what it should have: nothing is left to roll out."
    : "No node reports that takes clients: there is nothing to restart.";
}

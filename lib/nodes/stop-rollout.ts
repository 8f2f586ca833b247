import { commit, type Committed } from "@/lib/core/commit";
import { actorName, type Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { lockNodes } from "./rollout-steps";

const ENDED = { done: "is done", stopped: "was stopped already", failed: "has failed already" } as const;

/** No node restarts any more. The one whose turn it is goes on by itself; those after it keep what they have. */
export function stopRollout(ctx: Context, id: string): Promise<Committed<{ id: string }>> {
  return commit(ctx, "nodes.write", async (tx) => {
    await lockNodes(tx);
    const rollout = await tx.rollout.findUnique({ where: { id }, include: { steps: { include: { node: { select: { name: true } } } } } });
    if (!rollout) refuse("missing", "There is no such rollout.");
    if (rollout.state !== "running") refuse("state", `This rollout ${ENDED[rollout.state]}.`);
    const now = rollout.steps.find(({ state }) => state === "restarting");
    const sentence = `Stopped by ${actorName(ctx.actor)}.`;
    if (now)
      await tx.rolloutStep.update({
        where: { rolloutId_n: { rolloutId: id, n: now.n } },
        data: { state: "skipped", sentence: `The rollout was stopped while ${now.node.name} restarted.` },
      });
    await tx.rollout.update({ where: { id }, data: { state: "stopped", finishedAt: ctx.now(), sentence, version: { increment: 1 } } });
    return {
      value: { id },
      audit: { action: "rollout.stop", subject: `rollout ${id}`, details: { reason: rollout.reason, restarting: now?.node.name ?? null } },
      nodes: "need not",
    };
  });
}

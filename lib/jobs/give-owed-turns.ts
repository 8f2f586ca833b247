import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { db, type Tx } from "@/lib/db/client";
import { lockNodes, rollOut } from "@/lib/nodes/rollout-steps";
import { SILENT_AFTER_MS } from "@/lib/nodes/silence";
import { ifDue, NotDue } from "./not-due";

/**
 * Nodes that were silent when a rollout passed and report again have their turn: behind the others of a rollout that runs, else one after the
 * other in one of their own. After a rollout that failed or was stopped a person goes on, with these too.
 */
export async function giveOwedTurns(ctx: Context): Promise<boolean> {
  if ((await back(db(), ctx.now())).length === 0) return false;
  return ifDue(() =>
    commit(ctx, "portal.job", async (tx) => {
      await lockNodes(tx);
      const nodes = await back(tx, ctx.now());
      const last = await tx.rollout.findFirst({ orderBy: [{ createdAt: "desc" }, { id: "desc" }], select: { state: true } });
      if (nodes.length === 0 || last?.state === "failed" || last?.state === "stopped") throw new NotDue();
      const names = nodes.map(({ name }) => name);
      const reason = names.length === 1 ? `${names.join()} is back` : `${names.slice(0, 5).join(", ")} are back`;
      return {
        value: null,
        audit: { action: "rollout.start", subject: "nodes", details: { kind: "back", nodes: names } },
        nodes: "must see",
        atRevision: async (later, revision) => void (await rollOut(later, ctx, { reason, revision, only: nodes.map(({ id }) => id) })),
      };
    }),
  );
}

function back(tx: Tx, now: Date) {
  return tx.node.findMany({
    where: {
      state: "active",
      setAsideAt: null,
      reportedAt: { gt: new Date(now.getTime() - SILENT_AFTER_MS) },
      rolloutSteps: { some: { owed: true } },
    },
    orderBy: { name: "asc" },
    take: 200,
    select: { id: true, name: true },
  });
}

import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { db, type Tx } from "@/lib/db/client";
import { lockNodes, rollOut } from "@/lib/nodes/rollout-steps";
import { SILENT_AFTER_MS } from "@/lib/nodes/silence";
import { ifDue, NotDue } from "./not-due";

/** After a rollout that failed or was stopped a person looks first: certificates wait for days. */
const PEACE_MS = 12 * 3_600_000;
const HOUR_MS = 3_600_000;

/** Nodes that say that their OpenVPN waits to be started again (a renewed certificate) are restarted, one after the other. */
export async function restartWhatWaits(ctx: Context): Promise<boolean> {
  if ((await waiting(db(), ctx.now())).length === 0) return false;
  return ifDue(() =>
    commit(ctx, "portal.job", async (tx) => {
      await lockNodes(tx);
      const now = ctx.now();
      const nodes = await waiting(tx, now);
      const inTheWay = await tx.rollout.findFirst({
        where: {
          OR: [{ state: "running" }, { state: { in: ["failed", "stopped"] }, createdAt: { gt: new Date(now.getTime() - PEACE_MS) } }],
        },
        orderBy: { createdAt: "desc" },
        select: { id: true },
      });
      if (nodes.length === 0 || inTheWay) throw new NotDue();
      const [first] = nodes;
      const reason =
        nodes.length === 1 && first ? `${first.name}: ${first.restartDue ?? ""}` : `${nodes.length} nodes wait to be restarted`;
      return {
        value: null,
        audit: { action: "rollout.start", subject: "nodes", details: { kind: "due", nodes: nodes.map(({ name }) => name) } },
        nodes: "must see",
        atRevision: async (later, revision) => void (await rollOut(later, ctx, { reason, revision, restart: nodes.map(({ id }) => id) })),
      };
    }),
  );
}

/** One that is drained starts with its new certificate when it is put back. */
function waiting(tx: Tx, now: Date) {
  return tx.node.findMany({
    where: {
      state: "active",
      restartDue: { not: null },
      drainedAt: null,
      setAsideAt: null,
      reportedAt: { gt: new Date(now.getTime() - SILENT_AFTER_MS) },
      // One that says so again right after it was started would be restarted for ever.
      rolloutSteps: { none: { startedAt: { gt: new Date(now.getTime() - HOUR_MS) } } },
    },
    orderBy: { name: "asc" },
    take: 200,
    select: { id: true, name: true, restartDue: true },
  });
}

import type { Run } from "@/generated/prisma/client";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db, type Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { isOver, RUN_PERMISSION, type RunVerb, type RunView } from "./run";
import { viewOf } from "./run-row";

/** Stops a run between two transactions: what is done stays done, what waits is not touched any more. A draft is thrown away. */
export async function cancelRun(ctx: Context, id: string): Promise<Committed<RunView>> {
  demand(ctx.actor, "users.read");
  const verb = await verbOf(id);
  return commit(ctx, RUN_PERMISSION[verb], async (tx) => {
    // Waits for the transaction that is under way, half a second at most.
    const run = await lockRun(tx, id);
    if (isOver(run.state)) refuse("state", "This is over already.");
    // Nobody was added of a draft's people: nothing is kept of them.
    if (run.state === "draft") await tx.runItem.deleteMany({ where: { runId: id } });
    const value = viewOf(await tx.run.update({ where: { id }, data: { state: "cancelled", finishedAt: ctx.now() } }));
    return {
      value,
      audit: {
        action: "run.cancel",
        subject: `run ${id}`,
        details: { verb, total: run.total, done: run.done, failed: run.failed },
      },
      nodes: "need not",
    };
  });
}

async function verbOf(id: string): Promise<RunVerb> {
  const row = await db().run.findUnique({ where: { id } });
  return row ? viewOf(row).verb : refuse("missing", "There is no such run.");
}

/** The run's row under its lock, which comes before those of users. */
export async function lockRun(tx: Tx, id: string): Promise<Run> {
  await tx.$queryRaw`SELECT 1 AS locked FROM run WHERE id = ${id}::uuid FOR UPDATE`;
  return (await tx.run.findUnique({ where: { id } })) ?? refuse("missing", "There is no such run.");
}

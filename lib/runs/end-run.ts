import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { takeRun } from "./do-slice";

/** Ends a run that has nothing left to do, or, with a sentence, one that cannot go on. Throws NotOurs where another portal was first. */
export function endRun(portal: Context, runId: string, ended: string | null): Promise<unknown> {
  return commit(portal, "portal.job", async (tx) => {
    const run = await takeRun(tx, runId);
    const options = typeof run.options === "object" && !Array.isArray(run.options) ? run.options : {};
    await tx.run.update({
      where: { id: runId },
      data: {
        state: ended === null ? "done" : "cancelled",
        finishedAt: portal.now(),
        ...(ended === null ? {} : { options: { ...options, ended } }),
      },
    });
    return {
      value: null,
      audit: {
        action: "run.end",
        subject: `run ${runId}`,
        details: { verb: run.verb, by: run.createdBy, total: run.total, done: run.done, failed: run.failed, ...(ended ? { ended } : {}) },
      },
      nodes: "need not",
    };
  });
}

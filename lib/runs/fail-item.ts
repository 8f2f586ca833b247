import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { noteOutcomes, takeRun } from "./do-slice";

/** Sets the next waiting item aside with the reason why it cannot be done: it was tried alone and threw. */
export function failItem(portal: Context, runId: string, sentence: string): Promise<unknown> {
  return commit(portal, "portal.job", async (tx) => {
    const run = await takeRun(tx, runId);
    const items = await tx.runItem.findMany({ where: { runId, state: "waiting" }, orderBy: { n: "asc" }, take: 1 });
    await noteOutcomes(
      tx,
      runId,
      items,
      items.map(({ n }) => ({ n, done: false, sentence })),
    );
    return {
      value: null,
      audit: {
        action: "run.refuse-item",
        subject: `run ${runId}`,
        details: { verb: run.verb, items: items.map((item) => ({ n: item.n, why: sentence })) },
      },
      nodes: "need not",
    };
  });
}

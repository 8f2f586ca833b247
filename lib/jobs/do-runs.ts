import type { Context } from "@/lib/core/context";
import { nextChange } from "@/lib/db/listen";
import { doRuns as doAllRuns } from "@/lib/runs/do-runs";

const LOOK_AGAIN = 10_000;

/** Does what runs have to do, and else waits for the next change: a run begins as soon as it is committed. */
export async function doRuns(ctx: Context): Promise<void> {
  // Taken before the look, or a run that is committed between the two would wait.
  const change = await nextChange(LOOK_AGAIN);
  if (await doAllRuns(ctx)) change.cancel();
  else await change.promise;
}

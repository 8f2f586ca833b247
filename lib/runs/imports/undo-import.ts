import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { lockRun } from "../cancel-run";
import { makeRun } from "../make-run";
import type { Run } from "@/generated/prisma/client";
import { importOptions } from "./import-options";
import { ImportResult } from "./import-result";

const HOUR = 3_600_000;

/** Null, or why an import cannot be taken back. */
export function whyNoUndo(run: Pick<Run, "state" | "finishedAt">, undoneBy: string | undefined, used: number, now: Date): string | null {
  if (run.state === "draft") return "This import has not begun: nobody was added.";
  if (run.state === "running") return "This import is still running. Cancel it first.";
  if (undoneBy) return "This import was taken back already.";
  if ((run.finishedAt?.getTime() ?? 0) + HOUR < now.getTime())
    return "An import can be taken back for an hour. Offboard those who should not be there.";
  if (used > 0)
    return `${used === 1 ? "One person has" : `${used} people have`} used the invitation already. Offboard those who should not be there.`;
  return null;
}

/** How many of those whom an import added have used an invitation. */
export async function countUsed(tx: Tx, id: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM run_item r
    WHERE r.run_id = ${id}::uuid AND r.state = 'done'
      AND EXISTS (SELECT 1 FROM invitation i WHERE i.device_id = (r.result->>'deviceId')::uuid AND i.used_at IS NOT NULL)`;
  return row?.n ?? 0;
}

/** Begins to take back whom an import added: for an hour, while nobody has used an invitation. */
export function undoImport(ctx: Context, id: string): Promise<Committed<{ id: string; total: number }>> {
  return commit(ctx, "users.write", async (tx) => {
    const run = await lockRun(tx, id);
    const options = importOptions(run);
    const sentence = whyNoUndo(run, options.undoneBy, await countUsed(tx, id), ctx.now());
    if (sentence) refuse("state", sentence);
    const done = await tx.runItem.findMany({
      where: { runId: id, state: "done" },
      orderBy: { n: "asc" },
      select: { input: true, result: true },
    });
    if (done.length === 0) refuse("state", "This import added nobody.");
    const made = await makeRun(tx, ctx, {
      verb: "undo-import",
      state: "running",
      options: { import: id },
      items: done.map((item) => ({ input: ImportResult.parse(item) })),
    });
    await tx.run.update({ where: { id }, data: { options: { ...options, undoneBy: made.id } } });
    return {
      value: made,
      audit: { action: "run.start", subject: `run ${made.id}`, details: { verb: "undo-import", import: id, total: made.total } },
      nodes: "need not",
    };
  });
}

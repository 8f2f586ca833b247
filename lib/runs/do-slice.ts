import type { Run } from "@/generated/prisma/client";
import { commit } from "@/lib/core/commit";
import { contextFor, type Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db, type Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { RUN_PERMISSION } from "./run";
import { actorNow } from "./run-actor";
import { viewOf } from "./run-row";
import type { Item, ItemOutcome } from "./verb-work";
import { VERB_WORK } from "./verbs";

/** Another portal has this run, or it is over. */
export class NotOurs extends Error {}
/** Nothing of the run waits any more. */
export class NothingWaits extends Error {}

/**
 * Does the next `size` waiting items of a run in one transaction: their effects, their states, the counts and the audit entry, all or
 * nothing (I9), so that a portal which is killed leaves the run where it was. The run's row is locked first; whoever asked is asked again.
 */
export async function doSlice(portal: Context, runId: string, kept: unknown, size: number): Promise<void> {
  const actor = await actorNow(kept, portal.now());
  if (!actor) refuse("forbidden", "Whoever started this has no account or token any more.");
  const ctx: Context = { ...contextFor(actor), now: portal.now, random: portal.random };
  const run = await peek(runId);
  const permission = RUN_PERMISSION[viewOf(run).verb];
  await commit(ctx, permission, async (tx) => {
    const locked = await takeRun(tx, runId);
    const items = await tx.runItem.findMany({
      where: { runId, state: "waiting" },
      orderBy: { n: "asc" },
      take: size,
      select: { n: true, input: true },
    });
    if (items.length === 0) throw new NothingWaits();
    const { outcomes, action, details, nodes, atRevision } = await VERB_WORK[viewOf(locked).verb](tx, ctx, locked, items);
    await noteOutcomes(tx, runId, items, outcomes);
    return {
      value: null,
      audit: { action, subject: `run ${runId}`, details: { ...details, refused: refusedOf(outcomes) } },
      nodes,
      atRevision: async (later, revision) => {
        // Roles change under the cluster's lock, which is held now: a role that was taken away before this entry is seen here.
        const still = await actorNow(kept, ctx.now(), later);
        if (!still) refuse("forbidden", "Whoever started this has no account or token any more.");
        demand(still, permission);
        await atRevision?.(later, revision);
      },
    };
  });
}

async function peek(runId: string): Promise<Run> {
  const run = await db().run.findUnique({ where: { id: runId } });
  if (run?.state !== "running") throw new NotOurs();
  return run;
}

/** Any number of portals work on runs: one has a run's lock, the others leave it alone. */
export async function takeRun(tx: Tx, runId: string): Promise<Run> {
  const [got] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM run WHERE id = ${runId}::uuid AND state = 'running' FOR UPDATE SKIP LOCKED`;
  if (!got) throw new NotOurs();
  return tx.run.findUniqueOrThrow({ where: { id: got.id } });
}

/** Step: what became of each item, and the run's counts, in two statements. */
export async function noteOutcomes(tx: Tx, runId: string, items: readonly Item[], outcomes: readonly ItemOutcome[]): Promise<void> {
  if (outcomes.length !== items.length) throw new Error(`a slice of ${items.length} items had ${outcomes.length} outcomes`);
  const rows = outcomes.map((one) =>
    one.done ? { n: one.n, state: "done", sentence: null, result: one.result ?? null } : { ...one, state: "failed", result: null },
  );
  await tx.$executeRaw`
    UPDATE run_item SET state = o.state::"RunItemState", sentence = o.sentence, result = coalesce(nullif(o.result, 'null'::jsonb), run_item.result)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS o(n integer, state text, sentence text, result jsonb)
    WHERE run_item.run_id = ${runId}::uuid AND run_item.n = o.n`;
  const done = outcomes.filter((one) => one.done).length;
  await tx.run.update({
    where: { id: runId },
    data: { done: { increment: done }, failed: { increment: outcomes.length - done } },
  });
}

const refusedOf = (outcomes: readonly ItemOutcome[]) => outcomes.flatMap((one) => (one.done ? [] : [{ n: one.n, why: one.sentence }]));

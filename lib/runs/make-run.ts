import type { Prisma } from "@/generated/prisma/client";
import { actorName, type Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import type { RunVerb } from "./run";
import { keptActor } from "./run-actor";

export type NewItem = {
  input: Prisma.InputJsonValue;
  state?: "waiting" | "skipped";
  sentence?: string | null;
  result?: Prisma.InputJsonValue;
};
type NewRun = { verb: RunVerb; state: "draft" | "running"; options?: Prisma.InputJsonObject; items: readonly NewItem[] };

/** Step: a run and its items, in two statements however many they are. Items are numbered from 1 in their order. */
export async function makeRun(tx: Tx, ctx: Context, { verb, state, options = {}, items }: NewRun): Promise<{ id: string; total: number }> {
  const { actor } = ctx;
  if (actor.kind !== "account" && actor.kind !== "token") refuse("forbidden", "Only an account or an API token can start this.");
  const total = items.filter((item) => (item.state ?? "waiting") === "waiting").length;
  const now = ctx.now();
  const { id } = await tx.run.create({
    data: {
      verb,
      state,
      actor: keptActor(actor),
      createdBy: actorName(actor),
      options,
      total,
      createdAt: now,
      startedAt: state === "running" ? now : null,
    },
  });
  await insertItems(tx, id, items);
  return { id, total };
}

export async function insertItems(tx: Tx, runId: string, items: readonly NewItem[]): Promise<void> {
  const rows = items.map(({ input, state = "waiting", sentence = null, result = null }, i) => ({
    n: i + 1,
    input,
    state,
    sentence,
    result,
  }));
  await tx.$executeRaw`
    INSERT INTO run_item (run_id, n, input, state, sentence, result)
    SELECT ${runId}::uuid, i.n, i.input, i.state::"RunItemState", i.sentence, nullif(i.result, 'null'::jsonb)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS i(n integer, input jsonb, state text, sentence text, result jsonb)`;
}

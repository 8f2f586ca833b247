import { z } from "zod";
import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { enqueue, type QueueName } from "./queue";

type Row = { data: Record<string, unknown> };

/** Puts what was given up into its queue again. */
export const retryDeadLetter = (ctx: Context, name: QueueName, id: string) =>
  settle(ctx, name, id, "retry", (tx, data) => enqueue(tx, name, [data]));

/** What was given up is never sent. */
export const forgetDeadLetter = (ctx: Context, name: QueueName, id: string) => settle(ctx, name, id, "forget", async () => {});

export const SettleAllBody = z.strictObject({
  how: z.enum(["retry", "forget"], { error: "how must be retry or forget." }),
});
export const SettledAll = z.object({
  settled: z.int(),
  /** There were more: ask again. */
  more: z.boolean(),
});
const AT_ONCE = 1_000;

/** The same for all that were given up, the oldest first, 1,000 at most in a transaction. Refuses when there are none. */
export const settleDeadLetters = (ctx: Context, name: QueueName, { how }: z.output<typeof SettleAllBody>) =>
  commit<z.output<typeof SettledAll>>(ctx, "settings.write", async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      DELETE FROM pgboss.job WHERE (name, id) IN (
        SELECT name, id FROM pgboss.job WHERE name = ${`${name}-dead`} AND state < 'active' ORDER BY start_after, id LIMIT ${AT_ONCE} FOR UPDATE)
      RETURNING data`;
    if (rows.length === 0) refuse("missing", "There is nothing that was given up any more. Load the page again.");
    if (how === "retry")
      await enqueue(
        tx,
        name,
        rows.map(({ data }) => data),
      );
    return {
      value: { settled: rows.length, more: rows.length === AT_ONCE },
      audit: { action: `${name}.${how}`, subject: name, details: { count: rows.length } },
      nodes: "need not",
    };
  });

function settle(ctx: Context, name: QueueName, id: string, how: "retry" | "forget", then: (tx: Tx, data: object) => Promise<void>) {
  return commit<Record<string, never>>(ctx, "settings.write", async (tx) => {
    const [row] = await tx.$queryRaw<Row[]>`
      DELETE FROM pgboss.job WHERE name = ${`${name}-dead`} AND id = ${id}::uuid AND state < 'active' RETURNING data`;
    if (!row) refuse("missing", "It is not among those that were given up any more. Load the page again.");
    await then(tx, row.data);
    const { kind, to } = row.data;
    return { value: {}, audit: { action: `${name}.${how}`, subject: name, details: { kind, ...(to ? { to } : {}) } }, nodes: "need not" };
  });
}

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

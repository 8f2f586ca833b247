import { z } from "zod";
import { Prisma } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { decodeCursor, MOMENT_AND_ID, PAGE_SIZE, pageOf, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import type { QueueName } from "./queue";

export const DeadLetter = z.object({
  id: z.uuid(),
  /** What it was about: `invitation`, `alert.raised` … */
  kind: z.string(),
  /** To whom; null for a webhook. */
  to: z.string().nullable(),
  at: z.iso.datetime(),
  sentence: z.string(),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

export const QueueAnswer = z.object({
  /** How many wait to be sent; 151 stands for more than 150. */
  waiting: z.number(),
  /** Why the last try of one that waits did not succeed. */
  lastSentence: z.string().nullable(),
  deadLetters: z.array(DeadLetter),
  /** There are older ones than these. */
  more: z.boolean(),
});
export type QueueState = z.infer<typeof QueueAnswer>;

type Row = { id: string; data: unknown; output: unknown; at: Date };

/** What waits in a queue, and the newest of what was given up. */
export async function readQueue(ctx: Context, name: QueueName): Promise<QueueState> {
  demand(ctx.actor, "settings.read");
  const [[waiting], retried, dead] = await Promise.all([
    db().$queryRaw<{ n: bigint }[]>`
      SELECT count(*) AS n FROM (SELECT 1 FROM pgboss.job WHERE name = ${name} AND state < 'active' LIMIT 151) t`,
    db().$queryRaw<Row[]>`
      SELECT id, data, output, start_after AS at FROM pgboss.job WHERE name = ${name} AND state < 'active' AND output IS NOT NULL
      ORDER BY start_after DESC LIMIT 1`,
    listDeadLetters(ctx, name),
  ]);
  return {
    waiting: Number(waiting?.n ?? 0),
    lastSentence: retried[0] ? sentenceOf(retried[0].output) : null,
    deadLetters: dead.rows,
    more: dead.next !== null,
  };
}

/** What was given up, newest first. */
export async function listDeadLetters(ctx: Context, name: QueueName, { cursor }: { cursor?: string } = {}): Promise<Paged<DeadLetter>> {
  demand(ctx.actor, "settings.read");
  const page = decodeCursor(cursor, MOMENT_AND_ID);
  const [at, id] = page?.keys ?? [];
  const way = Prisma.raw(page?.back ? "ASC" : "DESC");
  // A cursor has milliseconds.
  const when = Prisma.sql`date_trunc('milliseconds', start_after)`;
  const from = page ? Prisma.sql`AND (${when}, id) ${Prisma.raw(page.back ? ">" : "<")} (${at}::timestamptz, ${id}::uuid)` : Prisma.empty;
  const rows = await db().$queryRaw<Row[]>`
    SELECT id, data, output, ${when} AS at FROM pgboss.job WHERE name = ${`${name}-dead`} AND state < 'active' ${from}
    ORDER BY ${when} ${way}, id ${way} LIMIT ${PAGE_SIZE + 1}`;
  const found = pageOf(rows, PAGE_SIZE, page, (row) => [row.at.toISOString(), row.id]);
  return {
    ...found,
    rows: found.rows.map((row) => ({
      id: row.id,
      kind: textOf(row.data, "kind") ?? name,
      to: textOf(row.data, "to"),
      at: row.at.toISOString(),
      sentence: sentenceOf(row.output),
    })),
  };
}

function textOf(value: unknown, field: string): string | null {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, field) : null;
  return typeof found === "string" ? found : null;
}

/** Ours, or pg-boss's own where a portal died while it sent. */
const sentenceOf = (output: unknown): string =>
  textOf(output, "sentence") ?? "The portal that sent it ended in the middle, and its time was over.";

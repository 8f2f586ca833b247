import { z } from "zod";
import { decodeCursor, MOMENT_AND_ID, PAGE_SIZE, pageOf, WHOLE_KEY, type Paged } from "@/lib/core/cursor";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { FailedItem, RunJson, type RunView } from "./run";
import { viewOf } from "./run-row";

export const RunWithFailed = RunJson.extend({
  failedItems: z.object({ rows: z.array(FailedItem), next: z.string().nullable(), previous: z.string().nullable() }),
});
export type RunWithFailed = RunView & { failedItems: Paged<z.output<typeof FailedItem>> };

/** A run, how far it is, and a page of what could not be done. */
export async function readRun(ctx: Context, id: string, cursor?: string | null): Promise<RunWithFailed> {
  demand(ctx.actor, "users.read");
  const at = decodeCursor(cursor, WHOLE_KEY);
  const row = await db().run.findUnique({ where: { id } });
  if (!row) refuse("missing", "There is no such run.");
  const n = Number(at?.keys[0] ?? 0);
  const found = await db().runItem.findMany({
    where: { runId: id, state: "failed", ...(at ? { n: at.back ? { lt: n } : { gt: n } } : {}) },
    orderBy: { n: at?.back ? "desc" : "asc" },
    take: PAGE_SIZE + 1,
    select: { n: true, input: true, sentence: true },
  });
  const page = pageOf(found, PAGE_SIZE, at, (item) => [item.n]);
  return {
    ...viewOf(row),
    failedItems: {
      ...page,
      rows: page.rows.map((item) => ({ n: item.n, what: nameOf(item.input), sentence: item.sentence ?? "It could not be done." })),
    },
  };
}

/** Who or what an item is about: a username, a device with its user, or a line of a file. */
export function nameOf(input: unknown): string {
  const { data } = z
    .object({ username: z.string().optional(), device: z.string().nullish(), line: z.number().optional() })
    .safeParse(input);
  const name = data?.username ? [data.username, data.device].filter(Boolean).join(".") : "";
  if (data?.line !== undefined) return `line ${data.line}${name ? `: ${name}` : ""}`;
  return name || "an item";
}

export async function listRuns(ctx: Context, { cursor }: { cursor?: string | null } = {}): Promise<Paged<RunView>> {
  demand(ctx.actor, "users.read");
  const at = decodeCursor(cursor, MOMENT_AND_ID);
  const [when, id] = at?.keys ?? [];
  const key = at && { createdAt: new Date(String(when)), id: String(id) };
  const beyond = at?.back ? ("gt" as const) : ("lt" as const);
  const rows = await db().run.findMany({
    where: key ? { OR: [{ createdAt: { [beyond]: key.createdAt } }, { createdAt: key.createdAt, id: { [beyond]: key.id } }] } : {},
    orderBy: at?.back ? [{ createdAt: "asc" }, { id: "asc" }] : [{ createdAt: "desc" }, { id: "desc" }],
    take: PAGE_SIZE + 1,
  });
  const page = pageOf(rows, PAGE_SIZE, at, (row) => [row.createdAt.toISOString(), row.id]);
  return { ...page, rows: page.rows.map(viewOf) };
}

import { z } from "zod";
import type { Context } from "@/lib/core/context";
import { decodeCursor, PAGE_SIZE, pageOf, WHOLE_KEY, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { RunJson, type RunView } from "../run";
import { viewOf } from "../run-row";
import { importOptions, type ImportOptions } from "./import-options";
import { MappingBody } from "./columns";
import { countUsed, whyNoUndo } from "./undo-import";

const Row = z.object({
  n: z.number().int(),
  line: z.number().int(),
  username: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  device: z.string().nullable(),
  state: z.enum(["good", "bad", "duplicate", "exists", "added", "failed"]),
  sentence: z.string().nullable(),
});
export type PreviewRow = z.output<typeof Row>;

const counts = z.object({ good: z.number(), bad: z.number(), duplicate: z.number(), exists: z.number() });
export const ImportView = RunJson.extend({
  version: z.number().int(),
  columns: z.array(z.string()),
  mapping: MappingBody,
  header: z.boolean(),
  delimiter: z.string(),
  device: z.string().nullable(),
  counts,
  invite: z.enum(["mail", "later"]).nullable(),
  /** Null, or why the import cannot be taken back. */
  noUndo: z.string().nullable(),
  undoneBy: z.string().nullable(),
  rows: z.object({ rows: z.array(Row), next: z.string().nullable(), previous: z.string().nullable() }),
});
export type ImportView = RunView &
  Pick<ImportOptions, "version" | "columns" | "mapping" | "header" | "delimiter" | "device" | "counts"> & {
    invite: "mail" | "later" | null;
    noUndo: string | null;
    undoneBy: string | null;
    rows: Paged<PreviewRow>;
  };

export const SHOWN = ["all", "problems", "good"] as const;
export type Shown = (typeof SHOWN)[number];

/** An import: its columns, its counts, and a page of its rows. */
export async function readImport(
  ctx: Context,
  id: string,
  { show = "all", cursor }: { show?: Shown; cursor?: string | null } = {},
): Promise<ImportView> {
  demand(ctx.actor, "users.read");
  const at = decodeCursor(cursor, WHOLE_KEY);
  const run = await db().run.findUnique({ where: { id } });
  if (!run) refuse("missing", "There is no such import.");
  const options = importOptions(run);
  const n = Number(at?.keys[0] ?? 0);
  const found = await db().runItem.findMany({
    where: {
      runId: id,
      ...(show === "all" ? {} : { state: { in: show === "good" ? ["waiting", "done"] : ["skipped", "failed"] } }),
      ...(at ? { n: at.back ? { lt: n } : { gt: n } } : {}),
    },
    orderBy: { n: at?.back ? "desc" : "asc" },
    take: PAGE_SIZE + 1,
  });
  const page = pageOf(found, PAGE_SIZE, at, (item) => [item.n]);
  const { version, columns, mapping, header, delimiter, device, counts, invite, undoneBy } = options;
  return {
    ...viewOf(run),
    version,
    columns,
    mapping,
    header,
    delimiter,
    device,
    counts,
    invite: invite ?? null,
    noUndo: whyNoUndo(run, undoneBy, run.state === "draft" ? 0 : await countUsed(db(), id), ctx.now()),
    undoneBy: undoneBy ?? null,
    rows: { ...page, rows: page.rows.map(previewOf) },
  };
}

const Input = z.object({
  line: z.number(),
  username: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  device: z.string().nullable(),
});
const Skipped = z.object({ kind: z.enum(["bad", "duplicate", "exists"]) });

function previewOf(item: { n: number; input: unknown; state: string; sentence: string | null; result: unknown }): PreviewRow {
  const skipped = Skipped.safeParse(item.result).data?.kind;
  const state = skipped ?? (item.state === "done" ? "added" : item.state === "failed" ? "failed" : "good");
  return { n: item.n, ...Input.parse(item.input), state, sentence: item.sentence };
}

import { z } from "zod";
import { download } from "@/app/_shell/download";
import { formatOf, mediaType } from "@/app/_shell/export-format";
import { route } from "@/app/_shell/route";
import type { Export } from "@/lib/exports/export";
import { pages } from "@/lib/exports/export-lists";
import { startExport } from "@/lib/exports/start-export";
import type { Context } from "@/lib/core/context";
import { readRun } from "@/lib/runs/read-run";
import type { FailedItem } from "@/lib/runs/run";

const Query = z.strictObject({ ...formatOf, run: z.uuid("run must be the id of a run.") });

const failuresOf = (ctx: Context, id: string): Export<z.output<typeof FailedItem>> => ({
  columns: ["n", "what", "sentence"],
  rows: pages(async (cursor) => (await readRun(ctx, id, cursor)).failedItems),
});

export const GET = route(
  { as: "account", summary: "Export what a run could not do, and why, as CSV or JSON", query: Query },
  async ({ ctx, query: { format, run } }) => {
    const pieces = await startExport(ctx, "run-failures", format, { run }, () => failuresOf(ctx, run));
    return download(`run-failures.${format}`, mediaType(format), pieces);
  },
);

import { z } from "zod";
import { download } from "@/app/_shell/download";
import { formatOf, mediaType } from "@/app/_shell/export-format";
import { route } from "@/app/_shell/route";
import type { Export } from "@/lib/exports/export";
import { pages } from "@/lib/exports/export-lists";
import { startExport } from "@/lib/exports/start-export";
import type { Context } from "@/lib/core/context";
import { readImport, SHOWN, type PreviewRow, type Shown } from "@/lib/runs/imports/read-import";

const Query = z.strictObject({
  ...formatOf,
  show: z.enum(SHOWN, { error: "show must be all, problems or good." }).default("all"),
  import: z.uuid("import must be the id of an import."),
});

const rowsOf = (ctx: Context, id: string, show: Shown): Export<PreviewRow> => ({
  columns: ["line", "username", "name", "email", "device", "state", "sentence"],
  rows: pages(async (cursor) => (await readImport(ctx, id, { show, cursor })).rows),
});

export const GET = route(
  { as: "account", summary: "Export an import's rows, with what is wrong with them, as CSV or JSON", query: Query },
  async ({ ctx, query: { format, import: id, show } }) => {
    const pieces = await startExport(ctx, "import-rows", format, { import: id, show }, () => rowsOf(ctx, id, show));
    return download(`import-${show}.${format}`, mediaType(format), pieces);
  },
);

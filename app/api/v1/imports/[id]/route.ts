import { z } from "zod";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { mapImport, MapImportBody } from "@/lib/runs/imports/map-import";
import { ImportView, readImport, SHOWN } from "@/lib/runs/imports/read-import";
import { StartedRun } from "@/lib/runs/start-run";

export const GET = route(
  {
    as: "account",
    summary: "Read an import: its columns, its counts and its rows",
    query: z.strictObject({
      show: z.enum(SHOWN, { error: "show must be all, problems or good." }).optional(),
      cursor: z.string().max(2000).optional(),
    }),
    answer: ImportView,
  },
  ({ ctx, params, query }) => readImport(ctx, idParam(params.id, "import"), query),
);

export const PUT = route(
  { as: "account", summary: "Say which columns of an import are what", body: MapImportBody, answer: StartedRun },
  async ({ ctx, params, body }) => (await mapImport(ctx, idParam(params.id, "import"), body)).value,
);

import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { startImport, StartImportBody } from "@/lib/runs/imports/start-import";
import { StartedRun } from "@/lib/runs/start-run";

export const POST = route(
  { as: "account", summary: "Add the users of an import", body: StartImportBody, answer: StartedRun },
  async ({ ctx, params, body }) => (await startImport(ctx, idParam(params.id, "import"), body)).value,
);

import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { undoImport } from "@/lib/runs/imports/undo-import";
import { StartedRun } from "@/lib/runs/start-run";

export const POST = route(
  { as: "account", summary: "Take an import back while nobody has used an invitation", answer: StartedRun, status: 201 },
  async ({ ctx, params }) => (await undoImport(ctx, idParam(params.id, "import"))).value,
);

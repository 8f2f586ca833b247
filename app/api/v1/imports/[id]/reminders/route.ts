import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { inviteImported } from "@/lib/runs/imports/invite-imported";
import { StartedRun } from "@/lib/runs/start-run";

export const POST = route(
  { as: "account", summary: "Mail a new link to those of an import who have not used theirs", answer: StartedRun, status: 201 },
  async ({ ctx, params }) => (await inviteImported(ctx, idParam(params.id, "import"), "remind")).value,
);

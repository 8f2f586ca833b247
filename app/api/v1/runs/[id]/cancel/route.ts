import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { cancelRun } from "@/lib/runs/cancel-run";
import { RunJson } from "@/lib/runs/run";

export const POST = route(
  { as: "account", summary: "Stop a run between two transactions", answer: RunJson },
  async ({ ctx, params }) => (await cancelRun(ctx, idParam(params.id, "run"))).value,
);

import { z } from "zod";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { stopRollout } from "@/lib/nodes/stop-rollout";

export const POST = route(
  { as: "account", summary: "Stop a rollout: no further node restarts", answer: z.object({ id: z.uuid() }) },
  async ({ ctx, params }) => (await stopRollout(ctx, idParam(params.id, "rollout"))).value,
);

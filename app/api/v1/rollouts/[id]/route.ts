import { idParam } from "@/app/_shell/params";
import { RolloutDetails } from "@/app/_shell/rollout-facts";
import { route } from "@/app/_shell/route";
import { readRollout } from "@/lib/nodes/read-rollouts";
import { refuse } from "@/lib/refusal";

export const GET = route(
  { as: "account", summary: "Read a rollout with each of its nodes", answer: RolloutDetails },
  async ({ ctx, params }) => (await readRollout(ctx, idParam(params.id, "rollout"))) ?? refuse("missing", "There is no such rollout."),
);

import { z } from "zod";
import { RolloutFacts } from "@/app/_shell/rollout-facts";
import { route } from "@/app/_shell/route";
import { listRollouts } from "@/lib/nodes/read-rollouts";
import { startRollout, StartRolloutBody } from "@/lib/nodes/start-rollout";

export const GET = route(
  {
    as: "account",
    summary: "List what was rolled out to the nodes one after the other, newest first",
    query: z.strictObject({ cursor: z.string().max(2000).optional() }),
    answer: z.object({ rows: z.array(RolloutFacts), next: z.string().nullable(), previous: z.string().nullable() }),
  },
  ({ ctx, query }) => listRollouts(ctx, query),
);

export const POST = route(
  {
    as: "account",
    summary: "Restart OpenVPN on one node after the other, or go on with what a stopped rollout has left",
    body: StartRolloutBody,
    answer: z.object({ id: z.uuid() }),
    status: 201,
  },
  async ({ ctx, body }) => (await startRollout(ctx, body)).value,
);

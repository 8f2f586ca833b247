import { z } from "zod";
import { joinCommandFor } from "@/app/_shell/agent-file";
import { JoinCommand } from "@/app/_shell/joining";
import { route } from "@/app/_shell/route";
import { renewBalancerJoinToken } from "@/lib/nodes/renew-balancer-join-token";

export const POST = route(
  { as: "account", summary: "Make a new join command for a load balancer", body: z.strictObject({}), answer: JoinCommand, status: 201 },
  async ({ ctx, params }) => {
    const done = await renewBalancerJoinToken(ctx, params.name ?? "");
    return done.replayed ? done.value : joinCommandFor(done.value, "balancer");
  },
);

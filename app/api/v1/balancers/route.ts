import { z } from "zod";
import { joinCommandFor } from "@/app/_shell/agent-file";
import { JoinCommand } from "@/app/_shell/joining";
import { BalancerAnswer } from "@/app/_shell/network-answers";
import { route } from "@/app/_shell/route";
import { addBalancer } from "@/lib/nodes/add-balancer";
import { AddBalancerBody } from "@/lib/nodes/balancer-body";
import { listBalancers } from "@/lib/nodes/list-balancers";

export const GET = route(
  { as: "account", summary: "List the load balancers", answer: z.object({ balancers: z.array(BalancerAnswer) }) },
  async ({ ctx }) => ({ balancers: await listBalancers(ctx) }),
);

const added = z.object({
  name: z.string(),
  join: JoinCommand.optional().describe("For a machine of your own. Missing in a repeated answer: the command is shown once"),
  expiresAt: z.iso.datetime().optional(),
});

export const POST = route(
  { as: "account", summary: "Add a load balancer with the nodes behind it", body: AddBalancerBody, answer: added, status: 201 },
  async ({ ctx, body }) => {
    const done = await addBalancer(ctx, body);
    return done.replayed ? done.value : { name: done.value.name, join: await joinCommandFor(done.value, "balancer") };
  },
);

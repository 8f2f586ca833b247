import { z } from "zod";
import { BalancerAnswer } from "@/app/_shell/network-answers";
import { route } from "@/app/_shell/route";
import { addBalancer } from "@/lib/nodes/add-balancer";
import { AddBalancerBody } from "@/lib/nodes/balancer-body";
import { listBalancers } from "@/lib/nodes/list-balancers";

export const GET = route(
  { as: "account", summary: "List the load balancers", answer: z.object({ balancers: z.array(BalancerAnswer) }) },
  async ({ ctx }) => ({ balancers: await listBalancers(ctx) }),
);

export const POST = route(
  {
    as: "account",
    summary: "Add a load balancer with the nodes behind it",
    body: AddBalancerBody,
    answer: z.object({ name: z.string() }),
    status: 201,
  },
  async ({ ctx, body }) => (await addBalancer(ctx, body)).value,
);

import { z } from "zod";
import { BalancerAnswer } from "@/app/_shell/network-answers";
import { route } from "@/app/_shell/route";
import { ChangeBalancerBody, RemoveBalancerBody } from "@/lib/nodes/balancer-body";
import { changeBalancer } from "@/lib/nodes/change-balancer";
import { readBalancer } from "@/lib/nodes/list-balancers";
import { removeBalancer } from "@/lib/nodes/remove-balancer";
import { refuse } from "@/lib/refusal";

export const GET = route(
  { as: "account", summary: "Read a load balancer and how it finds each node", answer: BalancerAnswer },
  async ({ ctx, params }) => (await readBalancer(ctx, params.name ?? "")) ?? refuse("missing", "There is no such load balancer."),
);

export const PATCH = route(
  {
    as: "account",
    summary: "Change which nodes are behind a load balancer, and what they see of it",
    body: ChangeBalancerBody,
    answer: z.object({ version: z.int() }),
  },
  async ({ ctx, body, params }) => (await changeBalancer(ctx, params.name ?? "", body)).value,
);

export const DELETE = route(
  {
    as: "account",
    summary: "Remove a load balancer: its token dies, its remotes leave the list",
    body: RemoveBalancerBody,
    answer: z.object({ name: z.string() }),
  },
  async ({ ctx, body, params }) => (await removeBalancer(ctx, params.name ?? "", body)).value,
);

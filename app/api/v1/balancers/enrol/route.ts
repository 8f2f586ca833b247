import { z } from "zod";
import { route } from "@/app/_shell/route";
import { BALANCER_JOIN_TOKEN_IS_NO_GOOD, enrolBalancer, EnrolBalancerBody, findJoiningBalancer } from "@/lib/nodes/enrol-balancer";
import { refuse } from "@/lib/refusal";

const answer = z.object({
  balancer: z.string(),
  cluster: z.uuid(),
  balancerToken: z.string().describe("Shown once"),
  bundleKey: z.string().describe("Ed25519, PEM"),
  epoch: z.int(),
});

export const POST = route(
  {
    as: async (_request, { joinToken }) => {
      const balancer = await findJoiningBalancer(joinToken, new Date());
      return balancer
        ? { kind: "balancer-join", balancerId: balancer.id, name: balancer.name }
        : refuse("gone", BALANCER_JOIN_TOKEN_IS_NO_GOOD);
    },
    summary: "Enrol a balancer's machine: its token, and the key that its bundles are signed with",
    body: EnrolBalancerBody,
    answer,
    status: 201,
  },
  ({ ctx, body }) =>
    ctx.actor.kind === "balancer-join"
      ? enrolBalancer(ctx, { id: ctx.actor.balancerId, name: ctx.actor.name }, body)
      : refuse("gone", BALANCER_JOIN_TOKEN_IS_NO_GOOD),
);

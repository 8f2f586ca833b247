import { balancerActor, bearerToken } from "@/app/_shell/bearer";
import { pullQuery } from "@/app/_shell/pull-query";
import { route } from "@/app/_shell/route";
import { whileWanted } from "@/app/_shell/while-wanted";
import { SignedBundle } from "@/lib/nodes/bundle";
import { pullBalancerBundle } from "@/lib/nodes/pull-balancer-bundle";

export const GET = route(
  {
    as: balancerActor,
    summary: "Pull what this balancer needs; waits for the next change, 204 when there is none",
    query: pullQuery,
    answer: SignedBundle,
  },
  async ({ ctx, query: asked, request }) =>
    (await pullBalancerBundle(ctx, bearerToken(request), asked, whileWanted(request))) ??
    new Response(null, { status: 204, headers: { "cache-control": "no-store" } }),
);

import { bearerToken, nodeActor } from "@/app/_shell/bearer";
import { pullQuery as query } from "@/app/_shell/pull-query";
import { route } from "@/app/_shell/route";
import { whileWanted } from "@/app/_shell/while-wanted";
import { SignedBundle } from "@/lib/nodes/bundle";
import { pullBundle } from "@/lib/nodes/pull-bundle";

export const GET = route(
  { as: nodeActor, summary: "Pull what this node needs; waits for the next change, 204 when there is none", query, answer: SignedBundle },
  async ({ ctx, query: asked, request }) =>
    (await pullBundle(ctx, bearerToken(request), asked, whileWanted(request))) ??
    new Response(null, { status: 204, headers: { "cache-control": "no-store" } }),
);

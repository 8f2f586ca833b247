import { z } from "zod";
import { bearerToken, nodeActor } from "@/app/_shell/bearer";
import { route } from "@/app/_shell/route";
import { whileWanted } from "@/app/_shell/while-wanted";
import { SignedBundle } from "@/lib/nodes/bundle";
import { pullBundle } from "@/lib/nodes/pull-bundle";

const query = z.strictObject({
  epoch: z.coerce.number("epoch must be a number.").int().min(0),
  since: z.coerce.number("since must be a revision.").int().min(0).max(Number.MAX_SAFE_INTEGER),
  wait: z.coerce.number("wait must be seconds, 0 to 55.").min(0).max(55).default(0),
});

export const GET = route(
  { as: nodeActor, summary: "Pull what this node needs; waits for the next change, 204 when there is none", query, answer: SignedBundle },
  async ({ ctx, query: asked, request }) =>
    (await pullBundle(ctx, bearerToken(request), asked, whileWanted(request))) ??
    new Response(null, { status: 204, headers: { "cache-control": "no-store" } }),
);

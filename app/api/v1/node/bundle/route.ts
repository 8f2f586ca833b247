import { z } from "zod";
import { bearerToken, nodeActor } from "@/app/_shell/bearer";
import { asInvalid } from "@/app/_shell/problems";
import { route } from "@/app/_shell/route";
import { whileWanted } from "@/app/_shell/while-wanted";
import { pullBundle } from "@/lib/nodes/pull-bundle";

const Query = z.object({
  epoch: z.coerce.number("epoch must be a number.").int().min(0),
  since: z.coerce.number("since must be a revision.").int().min(0).max(Number.MAX_SAFE_INTEGER),
  wait: z.coerce.number("wait must be seconds, 0 to 55.").min(0).max(55).default(0),
});

export const GET = route({ as: nodeActor }, async ({ ctx, request }) => {
  const query = Query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) throw asInvalid(query.error);
  const bundle = await pullBundle(ctx, bearerToken(request), query.data, whileWanted(request));
  return bundle ?? new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
});

import { z } from "zod";
import { bearerToken, nodeActor } from "@/app/_shell/bearer";
import { route } from "@/app/_shell/route";
import { whileWanted } from "@/app/_shell/while-wanted";
import { pullOrders } from "@/lib/nodes/pull-orders";
import { SignedOrders } from "@/lib/nodes/session-orders";

const query = z.strictObject({
  since: z.coerce.number("since must be an order's number.").int().min(0).max(Number.MAX_SAFE_INTEGER),
  wait: z.coerce.number("wait must be seconds, 0 to 55.").min(0).max(55).default(0),
});

export const GET = route(
  {
    as: nodeActor,
    summary: "Pull what this node is to do with single VPN sessions; waits for the next order, 204 when there is none",
    query,
    answer: SignedOrders,
  },
  async ({ ctx, query: asked, request }) =>
    (await pullOrders(ctx, bearerToken(request), asked, whileWanted(request))) ??
    new Response(null, { status: 204, headers: { "cache-control": "no-store" } }),
);

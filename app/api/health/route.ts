import { z } from "zod";
import { route } from "@/app/_shell/route";
import { readHealth } from "@/lib/lifecycle/read-health";

export const dynamic = "force-dynamic";

const answer = z.object({
  live: z.literal(true).describe("This process answers"),
  ready: z.boolean().describe("It can do its work; 503 when it cannot"),
  setUp: z.boolean(),
  problems: z.array(z.string()),
});

/** For load balancers and monitors. No secret, no sign-in. */
export const GET = route({ as: "anyone", summary: "Say whether this portal is live and ready", answer }, async ({ ctx }) => {
  const health = await readHealth(ctx.now());
  return Response.json(health, { status: health.ready ? 200 : 503, headers: { "cache-control": "no-store" } });
});

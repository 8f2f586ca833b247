import { z } from "zod";
import { balancerActor } from "@/app/_shell/bearer";
import { route } from "@/app/_shell/route";
import { BalancerReportBody } from "@/lib/nodes/balancer-report";
import { storeBalancerReport } from "@/lib/nodes/store-balancer-report";

export const POST = route(
  {
    as: balancerActor,
    summary: "Report how this balancer finds its nodes, and its faults",
    body: BalancerReportBody,
    answer: z.object({ ok: z.literal(true) }),
  },
  async ({ ctx, body }) => {
    await storeBalancerReport(ctx, body);
    return { ok: true };
  },
);

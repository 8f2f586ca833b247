import { z } from "zod";
import { nodeActor } from "@/app/_shell/bearer";
import { route } from "@/app/_shell/route";
import { MAX_REPORT_BYTES, ReportBody } from "@/lib/nodes/bundle";
import { storeReport } from "@/lib/nodes/store-report";

const answer = z.object({
  ok: z.literal(true),
  acknowledged: z.array(z.string()).describe("Common names whose receipts are complete here"),
});

export const POST = route(
  { as: nodeActor, summary: "Report this node's state, receipts and VPN sessions", body: ReportBody, answer, limit: MAX_REPORT_BYTES },
  async ({ ctx, body }) => ({ ok: true, ...(await storeReport(ctx, body)) }),
);

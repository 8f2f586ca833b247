import { nodeActor } from "@/app/_shell/bearer";
import { route } from "@/app/_shell/route";
import { MAX_REPORT_BYTES, ReportBody } from "@/lib/nodes/bundle";
import { storeReport } from "@/lib/nodes/store-report";

export const POST = route({ as: nodeActor, body: ReportBody, limit: MAX_REPORT_BYTES }, async ({ ctx, body }) => ({
  ok: true,
  ...(await storeReport(ctx, body)),
}));

import { route } from "@/app/_shell/route";
import { readMetrics } from "@/lib/metrics/read-metrics";

export const GET = route({ as: "account", summary: "Read everything that is measured, as Prometheus reads it" }, async ({ ctx }) => {
  const { text, type } = await readMetrics(ctx);
  return new Response(text, { headers: { "content-type": type, "cache-control": "no-store" } });
});

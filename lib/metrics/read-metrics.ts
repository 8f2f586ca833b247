import { Registry } from "prom-client";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { clusterMetrics } from "./cluster-metrics";
import { processMetrics } from "./process-metrics";
import { readClusterFacts } from "./read-cluster-facts";

export type MetricsText = { text: string; type: string };

/** Everything, as Prometheus reads it. */
export async function readMetrics(ctx: Context): Promise<MetricsText> {
  demand(ctx.actor, "metrics.read");
  const facts = await readClusterFacts(ctx);
  const { registry } = processMetrics();
  const all = facts ? Registry.merge([clusterMetrics(facts, ctx.now()), registry]) : registry;
  return { text: await all.metrics(), type: all.contentType };
}

import { setTimeout as sleep } from "node:timers/promises";
import { Gauge, Registry } from "prom-client";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { log } from "@/lib/log";
import { clusterMetrics } from "./cluster-metrics";
import { processMetrics } from "./process-metrics";
import { readClusterFacts } from "./read-cluster-facts";

export type MetricsText = { text: string; type: string };

/** Prometheus gives an answer 10 s as a rule. */
const PATIENCE_MS = 5_000;

/** Everything, as Prometheus reads it. While the database does not answer, what the process itself knows, and that. */
export async function readMetrics(ctx: Context): Promise<MetricsText> {
  demand(ctx.actor, "metrics.read");
  const { registry } = processMetrics();
  const found = await Promise.race([
    readClusterFacts(ctx).catch((error: unknown) => {
      log("warn", "metrics.database", { error });
      return "away" as const;
    }),
    sleep(PATIENCE_MS, "away" as const, { ref: false }),
  ]);
  const reached = new Registry();
  new Gauge({
    name: "homeport_database_up",
    help: "1 while the database answers this portal within 5 s; else all that is read from it is left out",
    registers: [reached],
  }).set(found === "away" ? 0 : 1);
  const cluster = found === "away" || found === null ? [] : [clusterMetrics(found, ctx.now())];
  return { text: await Registry.merge([reached, ...cluster, registry]).metrics(), type: registry.contentType };
}

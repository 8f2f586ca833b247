import { createServer } from "node:http";
import { contextFor } from "@/lib/core/context";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { readMetrics } from "./read-metrics";
import { leaveUnwatched } from "./watch-requests";

const process_ = globalThis as typeof globalThis & { homeportMetricsServer?: true };

/** Where METRICS_BIND names an address of its own: there everybody who reaches it reads the metrics, and nothing else. */
export function serveMetrics(): void {
  const at = env().metrics;
  if (!at || process_.homeportMetricsServer) return;
  process_.homeportMetricsServer = true;
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
    const say = (status: number, text: string, type = "text/plain; charset=utf-8") => {
      response.writeHead(status, { "content-type": type, "cache-control": "no-store", "x-content-type-options": "nosniff" });
      response.end(request.method === "HEAD" ? undefined : text);
    };
    if ((request.url ?? "").split("?")[0] !== "/metrics") return say(404, "Here is nothing but /metrics.\n");
    if (request.method !== "GET" && request.method !== "HEAD") return say(405, "Metrics are only read.\n");
    readMetrics(contextFor({ kind: "portal" })).then(
      ({ text, type }) => say(200, text, type),
      (error: unknown) => {
        log("error", "metrics.failed", { error });
        say(503, "The metrics could not be read: the portal's log says why.\n");
      },
    );
  });
  server.maxConnections = 50;
  leaveUnwatched(server);
  server.on("error", (error) => log("error", "metrics.server", { error }));
  server.listen(at.port, at.host);
  server.unref();
}

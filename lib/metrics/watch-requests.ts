import { subscribe } from "node:diagnostics_channel";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { log } from "@/lib/log";
import { processMetrics } from "./process-metrics";
import { RoutesManifest, routeNamer } from "./route-names";

const process_ = globalThis as typeof globalThis & { homeportRequests?: true };
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** Answers of servers that are not the portal: the address of metrics itself. */
const unwatched = new WeakSet<object>();
export const leaveUnwatched = (server: object): void => void unwatched.add(server);

/** Counts every request to this process, pages and API alike, where Node.js itself says that one has come. */
export function watchRequests(): void {
  if (process_.homeportRequests) return;
  process_.homeportRequests = true;
  const nameOf = routeNames();
  subscribe("http.server.request.start", (message) => {
    // What Node.js publishes on this channel (nodejs.org/api/diagnostics_channel.html#http).
    const { request, response, server } = message as { request: IncomingMessage; response: ServerResponse; server: object };
    if (unwatched.has(server)) return;
    const began = performance.now();
    response.once("close", () => {
      const route = nameOf((request.url ?? "").split("?")[0] ?? "");
      const method = METHODS.has(request.method ?? "") ? (request.method ?? "") : "other";
      const { requests, requestSeconds } = processMetrics();
      requests.inc({ route, method, status: response.writableFinished ? String(response.statusCode) : "aborted" });
      requestSeconds.observe({ route, method }, (performance.now() - began) / 1000);
    });
  });
}

/** How the code names the route of a path, by the build's own list. */
export function routeNames(): (path: string) => string {
  try {
    // Made by the build beside the server; the process starts in the checkout.
    const file = path.join(/* turbopackIgnore: true */ process.cwd(), ".next/routes-manifest.json");
    return routeNamer(RoutesManifest.parse(JSON.parse(readFileSync(file, "utf8"))));
  } catch (error) {
    log("warn", "metrics.routes", { error });
    return () => "other";
  }
}

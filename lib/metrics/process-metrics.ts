import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** What one portal counts about itself since it started. Several portals on one database are summed by whoever asks them all. */
export type ProcessMetrics = {
  registry: Registry;
  requests: Counter<"route" | "method" | "status">;
  requestSeconds: Histogram<"route" | "method">;
  jobRuns: Counter<"name" | "outcome">;
  jobSeconds: Histogram<"name">;
  jobSucceeded: Gauge<"name">;
  offboardingSeconds: Histogram;
};

// Next.js bundles routes, pages and instrumentation apart: what a process has once hangs on globalThis.
const process_ = globalThis as typeof globalThis & { homeportMetrics?: ProcessMetrics };

export function processMetrics(): ProcessMetrics {
  process_.homeportMetrics ??= make();
  return process_.homeportMetrics;
}

function make(): ProcessMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Counter({
      name: "homeport_http_requests_total",
      help: "Requests answered by this portal, by route as the code names it",
      labelNames: ["route", "method", "status"],
      registers,
    }),
    requestSeconds: new Histogram({
      name: "homeport_http_request_duration_seconds",
      help: "From the request to the end of the answer; nodes that wait for a change wait up to 25 s",
      labelNames: ["route", "method"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
      registers,
    }),
    // Prometheus calls each portal's own label "job", so that ours must not be.
    jobRuns: new Counter({
      name: "homeport_job_runs_total",
      help: "How often each job of this portal ran, by how it ended: done, refused, failed",
      labelNames: ["name", "outcome"],
      registers,
    }),
    jobSeconds: new Histogram({
      name: "homeport_job_duration_seconds",
      help: "How long each run of a job took",
      labelNames: ["name"],
      buckets: [0.005, 0.05, 0.25, 1, 5, 30],
      registers,
    }),
    jobSucceeded: new Gauge({
      name: "homeport_job_last_success_timestamp_seconds",
      help: "When each job of this portal last ended well",
      labelNames: ["name"],
      registers,
    }),
    offboardingSeconds: new Histogram({
      name: "homeport_offboarding_seconds",
      help: "From an offboarding's request to when the last node had refused the user's devices, by the portal's clock",
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300, 3600],
      registers,
    }),
  };
}

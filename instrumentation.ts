/** Next.js calls this once a server process: strays are answered, the jobs start with the portal, and what is counted is counted from its first request on. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NEXT_PHASE === "phase-production-build") return;
  const { answerStrays } = await import("@/app/_shell/answer-strays");
  answerStrays();
  const { watchRequests } = await import("@/lib/metrics/watch-requests");
  watchRequests();
  const { serveMetrics } = await import("@/lib/metrics/serve-metrics");
  serveMetrics();
  const { runJobs } = await import("@/lib/jobs/run-jobs");
  runJobs();
}

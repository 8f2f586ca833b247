/** Next.js calls this once a server process: the jobs start with the portal. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NEXT_PHASE === "phase-production-build") return;
  const { runJobs } = await import("@/lib/jobs/run-jobs");
  runJobs();
}

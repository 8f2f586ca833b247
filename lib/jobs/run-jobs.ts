import { raiseAlerts } from "@/lib/alerts/raise-alerts";
import { contextFor, type Context } from "@/lib/core/context";
import { releaseWaiting } from "@/lib/db/listen";
import { log } from "@/lib/log";
import { processMetrics } from "@/lib/metrics/process-metrics";
import { settleContests } from "@/lib/nodes/contest";
import { Refusal } from "@/lib/refusal";
import { countWaitingSessions } from "@/lib/users/count-sessions";
import { advanceRollouts } from "./advance-rollouts";
import { endLeavers } from "./end-leavers";
import { expireCertificates } from "./expire-certificates";
import { doRuns } from "./do-runs";
import { forgetOldRows } from "./forget-old-rows";
import { freePairs } from "./free-pairs";
import { giveOwedTurns } from "./give-owed-turns";
import { measureOffboardings } from "./measure-offboardings";
import { resignCrls } from "./resign-crls";
import { restartWhatWaits } from "./restart-what-waits";
import { retireSuperseded } from "./retire-superseded";
import { revokeUnfinished } from "./revoke-unfinished";
import { callWebhooks, sendMail, tidyQueues } from "./send-mail";

type Job = { name: string; everyMs: number; work: (ctx: Context) => Promise<unknown> };

/** What must happen without anyone asking. Any number of portals run them: each job asks again under its lock whether it is due. */
const JOBS: readonly Job[] = [
  { name: "re-sign CRLs", everyMs: 1_000, work: resignCrls },
  { name: "do runs", everyMs: 50, work: doRuns },
  { name: "advance rollouts", everyMs: 500, work: advanceRollouts },
  { name: "give nodes that are back their turn", everyMs: 2_000, work: giveOwedTurns },
  { name: "restart nodes that wait for it", everyMs: 10_000, work: restartWhatWaits },
  { name: "send mail", everyMs: 1_000, work: sendMail },
  { name: "call webhooks", everyMs: 1_000, work: callWebhooks },
  { name: "raise alerts", everyMs: 10_000, work: raiseAlerts },
  { name: "measure offboardings", everyMs: 5_000, work: measureOffboardings },
  { name: "tidy the queues", everyMs: 60_000, work: tidyQueues },
  { name: "count VPN sessions of users", everyMs: 1_000, work: countWaitingSessions },
  { name: "retire superseded certificates", everyMs: 1_000, work: retireSuperseded },
  { name: "revoke unfinished certificates", everyMs: 20_000, work: revokeUnfinished },
  { name: "settle contests", everyMs: 10_000, work: settleContests },
  { name: "offboard leavers", everyMs: 20_000, work: endLeavers },
  { name: "expire certificates", everyMs: 60_000, work: expireCertificates },
  { name: "free pairs", everyMs: 300_000, work: freePairs },
  { name: "forget old rows", everyMs: 3_600_000, work: forgetOldRows },
];
const AFTER_FAILURE = 15_000;

const process_ = globalThis as typeof globalThis & { homeportJobs?: { stop: () => void } };

/** Starts the jobs once a process; they end with it. */
export function runJobs(): void {
  if (process_.homeportJobs) return;
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;
  for (const job of JOBS) {
    const again = (wait: number) => {
      if (stopped) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        void once(job).then(again);
      }, wait);
      timer.unref();
      timers.add(timer);
    };
    again(Math.min(job.everyMs, 2_000));
  }
  const stop = () => {
    stopped = true;
    for (const timer of timers) clearTimeout(timer);
    releaseWaiting();
  };
  process_.homeportJobs = { stop };
  // Long polls that wait end at once, so that a stop need not wait for them.
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

async function once(job: Job): Promise<number> {
  const { jobRuns, jobSeconds, jobSucceeded } = processMetrics();
  const took = jobSeconds.startTimer({ name: job.name });
  try {
    await job.work(contextFor({ kind: "portal" }));
    jobRuns.inc({ name: job.name, outcome: "done" });
    jobSucceeded.setToCurrentTime({ name: job.name });
    return job.everyMs;
  } catch (error) {
    jobRuns.inc({ name: job.name, outcome: error instanceof Refusal ? "refused" : "failed" });
    if (error instanceof Refusal) log("warn", "job.refused", { job: job.name, sentence: error.sentence });
    else log("error", "job.failed", { job: job.name, error });
    return Math.max(job.everyMs, AFTER_FAILURE);
  } finally {
    took();
  }
}

import { z } from "zod";
import { backoff, sleep } from "./backoff";
import type { Answer } from "./call-portal";

const EVERY_MS = 10_000;
const Taken = z.object({ acknowledged: z.array(z.string()).max(10_000).default([]) });

type Needs<Report> = {
  report(): Report;
  /** The first report waits for this. */
  ready?: Promise<unknown>;
  send(report: Report): Promise<Answer>;
  /** The portal took the report; these receipts it keeps. */
  taken(report: Report, acknowledged: string[]): void;
  refused(answer: Answer): void;
  signal: AbortSignal;
  random(): number;
};

/** Reports at once when woken, else every 10 s, one at a time, for ever. */
export function sendReports<Report>(needs: Needs<Report>): { wake(): void; done: Promise<void> } {
  const pause = backoff(needs.random);
  let woken = true;
  let rouse: () => void = () => undefined;
  const wake = (): void => {
    woken = true;
    rouse();
  };
  const idle = (ms: number): Promise<void> => {
    const controller = new AbortController();
    rouse = () => controller.abort();
    needs.signal.addEventListener("abort", rouse);
    return sleep(ms, controller.signal).finally(() => needs.signal.removeEventListener("abort", rouse));
  };
  const loop = async (): Promise<void> => {
    await needs.ready;
    while (!needs.signal.aborted) {
      woken = false;
      try {
        const report = needs.report();
        const answer = await needs.send(report);
        if (answer.status === 200) {
          pause.reset();
          needs.taken(report, Taken.parse(JSON.parse(answer.body)).acknowledged);
        } else {
          needs.refused(answer);
          await sleep(answer.status === 401 ? 30_000 : pause.next(), needs.signal);
          continue;
        }
      } catch {
        // The pull's own failure says why; here it is enough to try again.
        await sleep(pause.next(), needs.signal);
        continue;
      }
      // An end that came while the report was on its way has nobody to rouse.
      if (!woken && !needs.signal.aborted) await idle(EVERY_MS);
    }
  };
  return { wake, done: loop() };
}

import { z } from "zod";
import { boss, giveUpAtOnce, tellPages, type QueueName } from "./queue";

type Outcome = { done: true } | { done: false; sentence: string; forGood: boolean };

const BATCH = 10;
const ROUNDS = 50;

/**
 * Takes what is due from a queue, a few at a time, and works on each. Two portals never get the same job: pg-boss hands out under row locks.
 * A job whose portal dies in the middle comes back when its time is over. Returns how many were done.
 */
export async function workOn(name: QueueName, work: (data: unknown, id: string) => Promise<Outcome>): Promise<number> {
  let done = 0;
  let taken = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const jobs = await boss().fetch<unknown>(name, { batchSize: BATCH });
    const outcomes = await Promise.all(jobs.map(({ id, data }) => settle(name, id, () => work(data, id))));
    done += outcomes.filter(Boolean).length;
    taken += jobs.length;
    if (jobs.length < BATCH || !outcomes.some(Boolean)) break;
  }
  if (taken > 0) await tellPages();
  return done;
}

async function settle(name: QueueName, id: string, work: () => Promise<Outcome>): Promise<boolean> {
  const outcome = await work();
  if (outcome.done) {
    await boss().complete(name, id);
    return true;
  }
  if (outcome.forGood) await giveUpAtOnce(name, id);
  await boss().fail(name, id, { sentence: outcome.sentence });
  return false;
}

/** What a failed try leaves behind. */
export const Output = z.object({ sentence: z.string() });

import { expect, test } from "vitest";
import type { Answer } from "./call-portal";
import { sendReports } from "./send-reports";

const said = (status: number): Answer => ({ status, body: '{"acknowledged":[]}', date: null });

/** Reports until all answers were given; when each was sent, in ms. An end that comes with an answer is the end. */
async function sent(answers: readonly number[], ready?: Promise<unknown>): Promise<number[]> {
  const began = performance.now();
  const times: number[] = [];
  const end = new AbortController();
  const { done } = sendReports<null>({
    report: () => null,
    send: async () => {
      times.push(performance.now() - began);
      if (times.length === answers.length) end.abort();
      return said(answers[times.length - 1] ?? 200);
    },
    taken: () => undefined,
    refused: () => undefined,
    signal: end.signal,
    random: () => 0,
    ready,
  });
  const patience = setTimeout(() => end.abort(), 4000);
  await done;
  clearTimeout(patience);
  expect(performance.now() - began - (times.at(-1) ?? 0), "from the end to its end").toBeLessThan(1000);
  return times;
}

test("a portal that is away for a moment hears again as soon as it is back, not ten seconds later: nodes that miss a report count as away", async () => {
  const times = await sent([502, 502, 200]);
  expect(times).toHaveLength(3);
  expect(times[2]).toBeLessThan(2000);
});

test("the first report waits until there is something to say", async () => {
  const [first] = await sent([200], new Promise((resolve) => setTimeout(resolve, 150)));
  expect(first).toBeGreaterThan(140);
});

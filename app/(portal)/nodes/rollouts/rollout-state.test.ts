import { expect, it } from "vitest";
import { rolloutState, stepState } from "./rollout-state";

const step = { n: 1, node: "vpn1", restart: false, startedAt: null, healthyAt: null, sentence: null } as const;

it.each([
  ["waiting", "running", null, "Waits for its turn"],
  ["waiting", "stopped", null, "Not reached"],
  ["waiting", "failed", null, "Not reached"],
  ["restarting", "running", null, "Restarting"],
  ["restarting", "running", new Date(), "Healthy again, watched"],
  ["healthy", "running", new Date(), "Healthy"],
  ["skipped", "done", null, "Not waited for"],
  ["failed", "failed", null, "Failed"],
] as const)("a node that is %s in a rollout that is %s", (state, of, healthyAt, word) =>
  expect(stepState({ ...step, state, healthyAt }, { state: of }).word).toBe(word),
);
it.each([
  ["running", "attention"],
  ["done", "good"],
  ["stopped", "muted"],
  ["failed", "bad"],
] as const)("a rollout that is %s looks %s", (state, tone) => expect(rolloutState({ state }).tone).toBe(tone));

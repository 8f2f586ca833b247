import { expect, test } from "vitest";
import { THIS_RELEASE } from "./agent-release";
import { seenFaults, type SeenNode } from "./seen-faults";

const now = new Date("2026-11-23T03:00:00Z");
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const good: SeenNode = {
  state: "active",
  reportedAt: now,
  enrolledAt: inHours(-100),
  agentVersion: THIS_RELEASE,
  clockOffsetMs: -200,
  crlNextUpdate: inHours(160),
  faults: [],
};

test.each<[string, Partial<SeenNode>, [string, RegExp] | null]>([
  ["nothing", {}, null],
  ["an old agent", { agentVersion: "0.2.0" }, ["agent-too-old", /^The agent is version 0\.2\.0, and this portal's is \d/]],
  ["a clock ahead", { clockOffsetMs: 95_400 }, ["clock-off", /95 s ahead of the portal's/]],
  ["a clock behind", { clockOffsetMs: -31_000 }, ["clock-off", /31 s behind/]],
  ["a clock that is nearly right", { clockOffsetMs: 30_000 }, null],
  ["a clock of which the node says so itself", { clockOffsetMs: 95_000, faults: [{ code: "clock-off" }] }, null],
  ["a CRL that ends in a day", { crlNextUpdate: inHours(24) }, ["crl-ageing", /ends at 2026-11-24T03:00/]],
  ["a CRL that has ended", { crlNextUpdate: inHours(-1) }, ["crl-ageing", /ended at .*nobody can log in/]],
  ["a node that is silent", { reportedAt: inHours(-1), agentVersion: "0.1.0", crlNextUpdate: inHours(1) }, null],
  ["a node that has said nothing yet", { reportedAt: null, agentVersion: "0.1.0" }, null],
  ["a removed one", { state: "removed", agentVersion: "0.1.0" }, null],
])("of %s the portal says what is wrong", (_what, more, said) => {
  const faults = seenFaults({ ...good, ...more }, now);
  expect(faults.map(({ code }) => code)).toEqual(said ? [said[0]] : []);
  if (said) expect(faults[0]?.sentence).toMatch(said[1]);
});

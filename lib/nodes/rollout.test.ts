import { describe, expect, test } from "vitest";
import { nextOf, whyNoTurn, type RolloutNode, type RolloutStepFacts } from "./rollout";

const now = new Date("2026-11-23T03:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);
const node = (name: string, more: Partial<RolloutNode> = {}): RolloutNode => ({
  name,
  state: "active",
  enrolledAt: ago(3_600_000),
  reportedAt: ago(1_000),
  revision: 7n,
  openvpnRunning: true,
  openvpnStartedAt: ago(2_000),
  drainedAt: null,
  setAsideAt: null,
  faults: [],
  ...more,
});
type More = Partial<Omit<RolloutStepFacts, "node">> & { node?: Partial<RolloutNode> };
const step = (n: number, { node: more, ...rest }: More = {}): RolloutStepFacts => ({
  n,
  state: "waiting",
  startedAt: null,
  healthyAt: null,
  revision: null,
  startedBefore: null,
  ...rest,
  node: node(`vpn${n}`, more),
});
const restarting = (more: More = {}): RolloutStepFacts =>
  step(1, { state: "restarting", startedAt: ago(10_000), revision: 7n, startedBefore: ago(500_000), ...more });

describe("cluster.5: one node at a time, the next when the one before is healthy", () => {
  test.each<[string, RolloutStepFacts[], unknown]>([
    ["nothing left", [step(1, { state: "healthy" }), step(2, { state: "skipped" })], { do: "done" }],
    ["the first", [step(1), step(2)], { do: "start", n: 1 }],
    ["while one restarts the next waits", [restarting({ node: { openvpnRunning: false } }), step(2)], { do: "wait" }],
    ["healthy for the first time", [restarting(), step(2)], { do: "note", n: 1, healthyAt: now }],
    ["healthy for two seconds", [restarting({ healthyAt: ago(2_000) }), step(2)], { do: "wait" }],
    ["healthy for three seconds", [restarting({ healthyAt: ago(3_000) }), step(2)], { do: "healthy", n: 1 }],
    [
      "healthy, and then not",
      [restarting({ healthyAt: ago(2_000), node: { openvpnRunning: false } }), step(2)],
      { do: "note", n: 1, healthyAt: null },
    ],
    ["an older revision", [restarting({ node: { revision: 6n } })], { do: "wait" }],
    ["an OpenVPN that was not started again", [restarting({ node: { openvpnStartedAt: ago(500_000) } })], { do: "wait" }],
    [
      "another start although the node's clock is an hour behind",
      [restarting({ startedBefore: ago(4_100_000), node: { openvpnStartedAt: ago(3_602_000) } })],
      { do: "note", n: 1, healthyAt: now },
    ],
    [
      "an agent that does not say when, at once",
      [restarting({ node: { openvpnStartedAt: null, reportedAt: ago(9_000) } })],
      { do: "wait" },
    ],
    ["and after its time", [restarting({ node: { openvpnStartedAt: null } })], { do: "note", n: 1, healthyAt: now }],
    ["a bad fault", [restarting({ node: { faults: [{ code: "bundle-refused", sentence: "No." }] } })], { do: "wait" }],
    [
      "a fault that is no matter here",
      [restarting({ node: { faults: [{ code: "clock-off", sentence: "Late." }] } })],
      { do: "note", n: 1, healthyAt: now },
    ],
    [
      "drained in the middle",
      [restarting({ node: { drainedAt: ago(1) } })],
      { do: "skip", n: 1, after: "nothing", sentence: expect.stringContaining("drained") },
    ],
    [
      "removed before its turn",
      [step(1, { node: { state: "removed" } })],
      { do: "skip", n: 1, after: "nothing", sentence: "vpn1 was removed." },
    ],
    [
      "silent at its turn: the others are not kept waiting",
      [step(1, { node: { reportedAt: ago(60_000) } }), step(2)],
      { do: "start", n: 2 },
    ],
    ["back before the end", [step(1), step(2, { state: "healthy" })], { do: "start", n: 1 }],
    [
      "silent to the end: its turn is owed",
      [step(1, { node: { reportedAt: ago(60_000) } }), step(2, { state: "healthy" })],
      { do: "skip", n: 1, after: "owe", sentence: "vpn1 is silent: it has its turn when it is back." },
    ],
    [
      "silent while another restarts",
      [restarting({ node: { openvpnRunning: false } }), step(2, { node: { reportedAt: ago(60_000) } })],
      { do: "wait" },
    ],
    [
      "drained before its turn: nobody is there, it starts with the change",
      [step(1, { node: { drainedAt: ago(1) } })],
      { do: "skip", n: 1, after: "give", sentence: expect.stringContaining("put back") },
    ],
  ])("%s", (_what, steps, next) => expect(nextOf(steps, now)).toEqual(next));

  test.each<[string, More, string]>([
    ["stopped", { node: { openvpnRunning: false } }, "OpenVPN is not running on vpn1."],
    ["old revision", { node: { revision: 6n } }, "vpn1 has not taken revision 7."],
    ["not started", { node: { openvpnStartedAt: ago(500_000) } }, "OpenVPN on vpn1 has not started again."],
    ["silent", { node: { reportedAt: ago(80_000) } }, `nothing has come from vpn1 since ${ago(80_000).toISOString()}.`],
    ["a fault", { node: { faults: [{ code: "routing-refused", sentence: "FRR refused it." }] } }, "FRR refused it."],
  ])("after 90 s without health it fails, in words: %s", (_what, more, why) => {
    const late = { startedAt: ago(90_000), ...more };
    expect(nextOf([restarting(late), step(2)], now)).toEqual({
      do: "fail",
      n: 1,
      sentence: `vpn1 was not healthy again within 90 seconds: ${why}`,
    });
    expect(nextOf([restarting({ ...late, startedAt: ago(89_000) }), step(2)], now)).toEqual({ do: "wait" });
  });
});

test.each<[string, Partial<RolloutNode>, RegExp | null, string?]>([
  ["reports", {}, null],
  ["joined and said nothing yet", { reportedAt: null }, /has not reported yet/, "give"],
  ["silent", { reportedAt: ago(46_000) }, /is silent/, "owe"],
  ["drained", { drainedAt: ago(1) }, /put back/, "give"],
  ["set aside", { setAsideAt: ago(1), reportedAt: ago(99_000) }, /set aside/, "owe"],
  ["set aside and back", { setAsideAt: ago(1) }, /taken back/, "owe"],
])("who has a turn: a node that %s", (_what, more, why, after) => {
  const said = whyNoTurn(node("vpn1", more), now);
  if (why) expect(said).toEqual({ sentence: expect.stringMatching(why), after });
  else expect(said).toBeNull();
});

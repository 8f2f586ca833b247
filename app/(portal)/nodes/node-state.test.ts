import { expect, it } from "vitest";
import { nodeState } from "./node-state";

const now = new Date("2026-11-22T12:00:00Z");
const good = {
  state: "active",
  silent: false,
  openvpnRunning: true,
  behind: 0,
  faults: [],
  reportedAt: now,
  joinExpiresAt: null,
  drainedAt: null,
  setAsideAt: null,
} as const;
const fault = { code: "clock", sentence: "The clock is wrong." };

it.each([
  [{ ...good, faults: [] }, "good", "Up to date"],
  [{ ...good, faults: [], behind: 3 }, "attention", "Behind by 3"],
  [{ ...good, faults: [fault], behind: 3 }, "attention", "1 fault"],
  [{ ...good, faults: [fault], openvpnRunning: false }, "bad", "OpenVPN is not running"],
  [{ ...good, faults: [fault], silent: true }, "bad", "Silent"],
  [{ ...good, faults: [], state: "joining" as const, joinExpiresAt: new Date("2026-11-22T13:00:00Z") }, "neutral", "Waiting to join"],
  [{ ...good, faults: [], state: "joining" as const, joinExpiresAt: now }, "attention", "Join command expired"],
  [{ ...good, faults: [], drainedAt: now }, "neutral", "Draining"],
  [{ ...good, faults: [], drainedAt: now, openvpnRunning: false }, "neutral", "Drained"],
  [{ ...good, faults: [], setAsideAt: now, silent: true }, "muted", "Set aside"],
  [{ ...good, faults: [], setAsideAt: now }, "muted", "Set aside, and reports"],
  [{ ...good, faults: [], state: "removed" as const, silent: true }, "muted", "Removed"],
])("%j is %s: %s", (node, tone, word) => expect(nodeState(node, now)).toEqual({ tone, word }));

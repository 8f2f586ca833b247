import { expect, it } from "vitest";
import { balancerState } from "./balancer-state";

const now = new Date("2026-11-22T12:00:00Z");
const up = (node: string, is = true) => ({ node, up: is, since: now.toISOString() });
const good = {
  removedAt: null,
  enrolledAt: now,
  reportedAt: now,
  silent: false,
  nodes: ["vpn1", "vpn2"],
  backends: [up("vpn1"), up("vpn2")],
  faults: [],
  behind: 0,
};
const fault = { code: "nft", sentence: "nft is missing." };

it.each([
  [good, "good", "2 of 2 nodes up"],
  [{ ...good, behind: 2 }, "attention", "Behind by 2"],
  [{ ...good, behind: 2, backends: [up("vpn1"), up("vpn2", false)] }, "attention", "1 of 2 nodes up"],
  [{ ...good, faults: [fault], backends: [up("vpn1"), up("vpn2", false)] }, "attention", "1 fault"],
  [{ ...good, faults: [fault], backends: [up("vpn1", false)] }, "bad", "0 of 2 nodes up"],
  [{ ...good, reportedAt: null }, "neutral", "Starting"],
  [{ ...good, silent: true }, "bad", "Silent"],
  [{ ...good, enrolledAt: null, silent: true }, "neutral", "Without an agent"],
  [{ ...good, nodes: [] }, "bad", "No node behind it"],
  [{ ...good, removedAt: now }, "muted", "Removed"],
])("%j is %s: %s", (balancer, tone, word) => expect(balancerState(balancer)).toEqual({ tone, word }));

import { expect, test } from "vitest";
import { whatABalancerNeeds, type BalancerNeedFacts } from "./balancer-needs";

const now = new Date("2026-11-22T10:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const node = (name: string, more: object = {}) => ({
  name,
  address: "10.1.0.21",
  proto: "udp",
  state: "active",
  drainedAt: null,
  setAsideAt: null,
  ...more,
});
const facts = (more: Partial<BalancerNeedFacts> = {}): BalancerNeedFacts => ({
  name: "lb1",
  enrolledAt: ago(9000),
  reportedAt: ago(5),
  faults: [],
  backends: [{ node: "vpn1", up: true, since: ago(600).toISOString() }],
  nodes: [node("vpn1")],
  ...more,
});
const out = (seconds: number, node = "vpn1") => [{ node, up: false, since: ago(seconds).toISOString() }];
const fault = (code: string) => ({ code, sentence: "Something." });

test.each<[string, Partial<BalancerNeedFacts>, string[]]>([
  ["all is well", {}, []],
  ["silent for a minute", { reportedAt: ago(60) }, ["bad balancer-silent"]],
  ["joined a minute ago, and never heard of", { reportedAt: null, enrolledAt: ago(60) }, ["bad balancer-silent"]],
  ["a node out for two minutes", { backends: out(120) }, ["attention balancer-node-out"]],
  ["a node that starts again", { backends: out(30) }, []],
  ["a drained node is out", { backends: out(120), nodes: [node("vpn1", { drainedAt: ago(130) })] }, []],
  ["a node that has not joined is out", { backends: out(120), nodes: [node("vpn1", { state: "joining" })] }, []],
  ["a node set aside is out", { backends: out(120), nodes: [node("vpn1", { setAsideAt: ago(130) })] }, []],
  ["a node that is behind it no more is out", { backends: out(120), nodes: [] }, []],
  ["nobody answers", { backends: out(120), faults: [fault("no-node-answers")] }, ["bad balancer-no-node"]],
  [
    "nobody answers by TCP, and one of two does not by UDP",
    {
      backends: [...out(120), { node: "vpn2", up: true, since: "2026-11-22T09:00:00Z" }, ...out(120, "vpn3")],
      nodes: [node("vpn1"), node("vpn2"), node("vpn3", { proto: "tcp" })],
      faults: [fault("no-node-answers")],
    },
    ["bad balancer-no-node", "attention balancer-node-out"],
  ],
  ["another fault", { faults: [fault("map-edited")] }, ["attention fault"]],
  ["a node with a host name alone", { nodes: [node("vpn1", { address: "vpn1.example.org" })] }, ["attention balancer-host-name"]],
])("%s", (_, more, expected) => {
  const needs = whatABalancerNeeds(facts(more), now);
  expect(needs.map(({ tone, code }) => `${tone} ${code}`)).toEqual(expected);
  for (const need of needs) expect(need).toMatchObject({ href: "/nodes/balancers/lb1", linkText: "See lb1" });
});

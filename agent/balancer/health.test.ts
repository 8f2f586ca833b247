import { describe, expect, test } from "vitest";
import { backendKey, type Backend } from "../../lib/nodes/balancer-map";
import { afterProbe, chooseLive, MISSES_OUT, unasked, type Health } from "./health";

const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 10, 0, second));
const after = (answers: string): Health =>
  [...answers].reduce((health, answer, second) => afterProbe(health, answer === "+", at(second + 1)), unasked(at(0)));

test.each([
  ["", false, 0],
  ["+", true, 1],
  ["+--", true, 1],
  ["+--+--", true, 1],
  ["+---", false, 4],
  ["+----", false, 4],
  ["+---+", true, 5],
  ["---", false, 0],
])("three misses out, one hit in: %s is up %s since second %i", (answers, up, since) => {
  expect(after(answers)).toMatchObject({ up, since: at(since).toISOString() });
});

describe("who gets new flows", () => {
  const nodes: Backend[] = [1, 2, 3].map((n) => ({ node: `vpn${n}`, address: `10.1.0.2${n}`, port: 1194, proto: "udp" }));
  const choose = (answers: string[], last: number[]) => {
    const health = new Map(nodes.map((node, i) => [backendKey(node), after(answers[i] ?? "")]));
    const chosen = chooseLive(
      nodes,
      health,
      last.map((n) => `vpn${n} udp 10.1.0.2${n} 1194`),
    );
    return chosen && { live: chosen.live.map((key) => Number(key[3])), nobodyAnswers: chosen.silent.length > 0 };
  };
  test.each<[string, string[], number[], ReturnType<typeof choose>]>([
    ["those that answer", ["+", "+---", "+"], [1, 2, 3], { live: [1, 3], nobodyAnswers: false }],
    ["the last ones, where nobody does", ["+---", "---", "---"], [1, 2], { live: [1, 2], nobodyAnswers: true }],
    ["the last ones that are still there", ["---", "---", "---"], [1, 7], { live: [1], nobodyAnswers: true }],
    ["all, where nobody ever answered", ["---", "---", "---"], [], { live: [1, 2, 3], nobodyAnswers: true }],
    ["nobody yet, while it is not said", ["---", "--", "---"], [], null],
    ["the last ones, while it is not said", ["-", "--", ""], [2], { live: [2], nobodyAnswers: false }],
  ])("%s", (_, answers, last, expected) => expect(choose(answers, last)).toEqual(expected));

  test("no nodes, nobody", () => expect(chooseLive([], new Map(), ["vpn1 udp 10.1.0.21 1194"])).toEqual({ live: [], silent: [] }));

  test("each protocol and each family by itself: where TCP answers, those who come by UDP still find the last map", () => {
    const [udp4, udp6, tcp4]: Backend[] = [
      { node: "vpn1", address: "10.1.0.21", port: 1194, proto: "udp" },
      { node: "vpn1", address: "fd00:1::21", port: 1194, proto: "udp" },
      { node: "vpn2", address: "10.1.0.22", port: 443, proto: "tcp" },
    ];
    if (!udp4 || !udp6 || !tcp4) throw new Error("three");
    const health = new Map([
      [backendKey(udp4), after("+---")],
      [backendKey(udp6), after("--")],
      [backendKey(tcp4), after("+")],
    ]);
    // UDP over IPv6 is not said yet, and had nobody.
    const expected = { live: [backendKey(udp4), backendKey(tcp4)], silent: [udp4] };
    expect(chooseLive([udp4, udp6, tcp4], health, [backendKey(udp4), backendKey(tcp4)])).toEqual(expected);
  });
  test("the number of the contract", () => expect(MISSES_OUT).toBe(3));
});

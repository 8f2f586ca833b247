import { beforeEach, describe, expect, test } from "vitest";
import { backendKey, type Backend } from "../../lib/nodes/balancer-map";
import { faults } from "../faults";
import type { Health } from "./health";
import { keepMap } from "./keep-map";
import type { KernelMap } from "./kernel-map";
import type { KeptMap } from "./state";

const node = (n: number): Backend => ({ node: `vpn${n}`, address: `10.1.0.2${n}`, port: 1194, proto: "udp" });
const listeners = [{ address: "198.51.100.10", port: 1194, proto: "udp" as const }];
const settings = (...numbers: number[]) => ({ listeners, backends: numbers.map(node) });

let done: string[];
let table: string | null;
let broken: string | null;
let clock: number;
let kept: KeptMap;
const health = new Map<string, Health>();
const found = faults(() => undefined);
const fault = (code: string) => found.list().find((one) => one.code === code)?.sentence;

/** What would be told to nft and conntrack. */
const kernel: KernelMap = {
  load: async (text) => {
    if (broken !== null) return broken;
    table = text;
    done.push(`load ${[1, 2, 3].filter((n) => text.includes(` : 10.1.0.2${n} `)).join()}`);
    return null;
  },
  shown: async () => table,
  drop: async () => null,
  forgetFlowsTo: async (backend) => {
    done.push(`forget ${backend.node}`);
    return null;
  },
  forgetFlowsPast: async () => null,
};
const open = (before: KeptMap = { live: [], known: [] }) =>
  keepMap({
    kernel,
    kept: before,
    keep: (map) => (kept = structuredClone(map)),
    health: () => health,
    faults: found,
    log: () => undefined,
    now: () => new Date(clock),
  });
const set = (n: number, up: boolean, misses = up ? 0 : 3) => health.set(backendKey(node(n)), { up, misses, since: "" });
const said = () => done.splice(0);

beforeEach(() => {
  done = [];
  table = broken = null;
  clock = Date.UTC(2026, 10, 22);
  health.clear();
});

test("the map is loaded when it changes, and only then; a node that goes out lets its flows go, once", async () => {
  [1, 2].forEach((n) => set(n, true));
  const map = open();
  await map.take(settings(1, 2));
  await map.settle();
  expect(said()).toEqual(["load 1,2"]);
  set(1, true, 2);
  await map.settle();
  expect(said()).toEqual([]);
  set(1, false);
  await map.settle();
  await map.settle();
  expect(said()).toEqual(["load 2", "forget vpn1"]);
  set(1, true);
  await map.settle();
  set(1, false);
  await map.settle();
  expect(said()).toEqual(["load 1,2", "load 2", "forget vpn1"]);
});

test("a node that was not asked often enough keeps its flows", async () => {
  set(1, true);
  set(2, false, 1);
  const map = open();
  await map.take(settings(1, 2));
  expect(said()).toEqual(["load 1"]);
  set(2, false, 3);
  await map.settle();
  expect(said()).toEqual(["forget vpn2"]);
});

describe("a node that is not behind the balancer any more", () => {
  test("gets no new flow at once, and keeps the old ones until it is silent", async () => {
    [1, 2].forEach((n) => set(n, true));
    const map = open();
    await map.take(settings(1, 2));
    await map.take(settings(2));
    expect(said()).toEqual(["load 1,2", "load 2"]);
    expect(map.everybody().map((one) => one.node)).toEqual(["vpn1", "vpn2"]);
    expect(kept.known.map(({ leftAt }) => leftAt !== null)).toEqual([true, false]);
    set(1, true, 1);
    await map.settle();
    expect(said()).toEqual(["forget vpn1"]);
    expect(map.everybody().map((one) => one.node)).toEqual(["vpn2"]);
  });

  test("or for ten seconds, where it goes on answering; also over a new start of the agent", async () => {
    [1, 2].forEach((n) => set(n, true));
    const map = open();
    await map.take(settings(1, 2));
    await map.take(settings(2));
    said();
    const again = open(kept);
    clock += 9_000;
    await again.take(settings(2));
    expect(said()).toEqual(["load 2"]);
    clock += 1_000;
    await again.settle();
    expect(said()).toEqual(["forget vpn1"]);
  });

  test("and comes back as if nothing had been", async () => {
    [1, 2].forEach((n) => set(n, true));
    const map = open();
    await map.take(settings(1, 2));
    await map.take(settings(2));
    await map.take(settings(1, 2));
    clock += 60_000;
    await map.settle();
    expect(said()).toEqual(["load 1,2", "load 2", "load 1,2"]);
  });
});

test("where nobody answers the last map stays, with the fault, and nobody's flows go", async () => {
  [1, 2].forEach((n) => set(n, true));
  const map = open();
  await map.take(settings(1, 2));
  [1, 2].forEach((n) => set(n, false));
  await map.settle();
  expect(said()).toEqual(["load 1,2"]);
  expect(fault("no-node-answers")).toBe(
    "None of the 2 nodes behind this balancer answers. New clients are sent to vpn1, vpn2 all the same.",
  );
  set(2, true);
  await map.settle();
  expect(said()).toEqual(["load 2", "forget vpn1"]);
  expect(fault("no-node-answers")).toBeUndefined();
});

test("before anybody has been heard nothing is loaded; after a new start the last map is, before the first answer", async () => {
  const map = open();
  await map.take(settings(1, 2));
  expect(said()).toEqual([]);
  [1, 2].forEach((n) => set(n, true));
  await map.settle();
  health.clear();
  await open(kept).take(settings(1, 2));
  expect(said()).toEqual(["load 1,2", "load 1,2"]);
});

test("what is refused is a fault, tried again; what somebody else took away or changed is put back, with the fault", async () => {
  set(1, true);
  broken = "nft is not installed.";
  const map = open();
  await map.take(settings(1));
  expect(fault("map-failed")).toContain("nft is not installed.");
  broken = null;
  await map.settle();
  expect(fault("map-failed")).toBeUndefined();
  await map.guard();
  expect(said()).toEqual(["load 1"]);
  for (const [now, word] of [
    [null, "taken away"],
    ["something else", "changed"],
  ] as const) {
    table = now;
    await map.guard();
    expect(said()).toEqual(["load 1"]);
    expect(fault("map-edited")).toContain(word);
  }
  clock += 11 * 60_000;
  await map.guard();
  expect(fault("map-edited")).toBeUndefined();
});

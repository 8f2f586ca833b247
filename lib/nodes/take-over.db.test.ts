import { createPublicKey, verify } from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import {
  addEnrolledNode,
  addPersonWithProfile,
  as,
  newCluster,
  nodeContext,
  reportOf,
  watched,
  type TestNode,
} from "@/lib/lifecycle/cluster-for-tests";
import type { VpnSessionBody } from "./bundle";
import { settleContests } from "./contest";
import { pullOrders } from "./pull-orders";
import { removeNode } from "./remove-node";
import { OrdersPayload, signedOrders, type OrderOutcome } from "./session-orders";
import { storeReport } from "./store-report";

let admin: Actor;
let one: TestNode;
let two: TestNode;
let three: TestNode;
/** The tests' own clock: a minute passes without waiting for it. */
let clock = Date.now();
const now = () => new Date(clock);
const pass = (ms: number) => (clock += ms);

beforeAll(async () => {
  admin = await newCluster();
  [one, two, three] = [
    await addEnrolledNode(as(admin), "vpn1"),
    await addEnrolledNode(as(admin), "vpn2"),
    await addEnrolledNode(as(admin), "vpn3"),
  ];
  for (const username of ["ann", "bob"]) await addPersonWithProfile(as(admin), username);
});
beforeEach(async () => {
  pass(3_600_000);
  await db().sessionOrder.deleteMany();
  await db().device.updateMany({ data: { contestedAt: null, contestSeenAt: null } });
  for (const node of [one, two, three]) await report(node, []);
});

const session = (clientId: number, said: Partial<VpnSessionBody> = {}): VpnSessionBody => ({
  commonName: "ann.laptop.1",
  clientId,
  ipv4: "10.8.0.2",
  ipv6: "fd00::2",
  source: "203.0.113.5:1194",
  since: "2026-11-23T01:00:00.000Z",
  bytesIn: 100,
  bytesOut: 2,
  ...said,
});
const report = (node: TestNode, vpnSessions: VpnSessionBody[], orders: OrderOutcome[] = []) =>
  storeReport(nodeContext(node, now), reportOf(node, { vpnSessions, orders, clock: now().toISOString() }));
const orders = () => db().sessionOrder.findMany({ orderBy: { seq: "asc" }, include: { node: true } });
const asked = async (node: TestNode, since = 0, wait = 0) => {
  const signed = await pullOrders(nodeContext(node, now), node.token, { since, wait });
  return signed && { signed, ...OrdersPayload.parse(JSON.parse(Buffer.from(signed.payload, "base64").toString("utf8"))) };
};

test("a device that comes up on another node is taken over from the first, unaudited and without a revision", async () => {
  await report(one, [session(1), session(2, { commonName: "bob.laptop.1" })]);
  expect(await orders()).toEqual([]);
  const { entries, moved } = await watched(() => report(two, [session(7, { bytesIn: 3 })]));
  expect({ entries, moved }).toEqual({ entries: [], moved: 0 });
  expect(await orders()).toMatchObject([
    { kind: "takeover", node: { name: "vpn1" }, clientId: 1, commonName: "ann.laptop.1", bytesIn: 100n, claimantNodeId: two.id },
  ]);
  // Said again, nothing new is ordered.
  await report(two, [session(7, { bytesIn: 9 })]);
  await report(one, [session(1), session(2, { commonName: "bob.laptop.1" })]);
  expect(await orders()).toHaveLength(1);
});

test("orders are signed for one node, and asked for once", async () => {
  await report(one, [session(1)]);
  const waiting = asked(one, 0, 5);
  const began = performance.now();
  await report(two, [session(7)]);
  const got = await waiting;
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(got).toMatchObject({
    node: "vpn1",
    orders: [{ kind: "takeover", clientId: 1, since: session(1).since, bytesIn: 100, patienceMs: 40 }],
  });
  const { bundleKey } = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  const payload = Buffer.from(got?.signed.payload ?? "", "base64");
  const signature = Buffer.from(got?.signed.signature ?? "", "base64");
  expect(verify(null, signedOrders(payload), createPublicKey(bundleKey), signature)).toBe(true);
  expect(verify(null, payload, createPublicKey(bundleKey), signature)).toBe(false);
  expect(await asked(two)).toBeNull();
  expect(await asked(one, got?.orders[0]?.seq)).toBeNull();
  await report(one, [], [{ seq: got?.orders[0]?.seq ?? 0, outcome: "ended" }]);
  expect(await asked(one)).toBeNull();
  expect(await orders()).toMatchObject([{ outcome: "ended", doneAt: now() }]);
});

test("what another node says of an order counts for nothing", async () => {
  await report(one, [session(1)]);
  await report(two, [session(7)]);
  const [order] = await orders();
  await report(three, [], [{ seq: Number(order?.seq), outcome: "ended" }]);
  expect(await orders()).toMatchObject([{ outcome: null, doneAt: null }]);
});

test("two devices that change places at the same moment: each node's report orders a takeover from the other, and neither waits for the other", async () => {
  const bob = { commonName: "bob.laptop.1", ipv4: "10.8.0.3", ipv6: "fd00::3" };
  for (let round = 0; round < 10; round++) {
    pass(3_600_000);
    await db().sessionOrder.deleteMany();
    await Promise.all([report(one, [session(2 * round)]), report(two, [session(2 * round, bob)])]);
    await Promise.all([
      report(one, [session(2 * round), session(2 * round + 1, bob)]),
      report(two, [session(2 * round, bob), session(2 * round + 1)]),
    ]);
    expect((await orders()).map(({ node, commonName }) => `${node.name} ${commonName}`).sort()).toEqual([
      "vpn1 ann.laptop.1",
      "vpn2 bob.laptop.1",
    ]);
  }
});

test("two nodes that report the two halves at once order one takeover between them", async () => {
  for (let round = 0; round < 10; round++) {
    pass(3_600_000);
    await db().sessionOrder.deleteMany();
    await Promise.all([report(one, []), report(two, [])]);
    await Promise.all([report(one, [session(round)]), report(two, [session(round)])]);
    expect(await orders()).toHaveLength(1);
  }
});

test("a session that is alive stays, and the one that claimed it is asked; alive on both, the device is in use in two places", async () => {
  await report(one, [session(1)]);
  await report(two, [session(7)]);
  const [first] = await orders();
  await report(one, [session(1, { bytesIn: 900 })], [{ seq: Number(first?.seq), outcome: "alive" }]);
  const [, second] = await orders();
  expect(second).toMatchObject({ node: { name: "vpn2" }, clientId: 7, bytesIn: 0n, patienceMs: 4000, claimantNodeId: one.id });
  await report(two, [session(7, { bytesIn: 99 })], [{ seq: Number(second?.seq), outcome: "alive" }]);
  expect(await orders()).toHaveLength(2);
  expect(await db().device.count({ where: { contestedAt: now() } })).toBe(1);
});

test("cluster.6 a device that changes hands more than three times within a minute is left where it is, until it has been in one place for ten minutes", async () => {
  const hands = [one, two, three];
  await report(one, [session(0)]);
  for (let turn = 1; turn <= 3; turn++) {
    pass(5_000);
    const [from, to] = [hands[(turn - 1) % 3] ?? one, hands[turn % 3] ?? one];
    // Everybody reports every ten seconds.
    for (const node of hands) await report(node, node === from ? [session(turn - 1)] : []);
    await report(to, [session(turn)]);
    const last = (await orders()).at(-1);
    await report(from, [], [{ seq: Number(last?.seq), outcome: "ended" }]);
  }
  expect(await orders()).toHaveLength(3);
  pass(5_000);
  await report(two, [session(9)]);
  expect(await orders()).toHaveLength(3);
  const contested = () => db().device.findMany({ where: { contestedAt: { not: null } }, select: { contestedAt: true } });
  const since = now();
  expect(await contested()).toEqual([{ contestedAt: since }]);
  const minutes = async (n: number, places: TestNode[]) => {
    for (let minute = 0; minute < n; minute++) {
      pass(60_000);
      await report(one, []);
      for (const node of [three, two]) await report(node, places.includes(node) ? [session(9)] : []);
      await settleContests(as({ kind: "portal" }, now));
    }
  };
  await minutes(3, [two, three]);
  await minutes(10, [two]);
  expect(await contested()).toEqual([{ contestedAt: since }]);
  await minutes(1, [two]);
  expect(await contested()).toEqual([]);
});

test("cluster.6 however many stay contested for ever, who is calm is forgiven", async () => {
  const since = now();
  await db().device.updateMany({ where: { user: { username: "ann" } }, data: { contestedAt: since, contestSeenAt: since } });
  pass(1_000);
  await db().device.updateMany({ where: { user: { username: "bob" } }, data: { contestedAt: now(), contestSeenAt: now() } });
  for (let minute = 0; minute < 12; minute++) {
    pass(60_000);
    for (const node of [one, two]) await report(node, [session(9)]);
    await settleContests(as({ kind: "portal" }, now), 1);
  }
  const left = await db().device.findMany({ where: { contestedAt: { not: null } }, select: { user: { select: { username: true } } } });
  expect(left).toEqual([{ user: { username: "ann" } }]);
});

test("a node that was away is told when it is back, and listens before it ends anything", async () => {
  await report(one, [session(1)]);
  pass(60_000);
  await report(two, []);
  pass(1_000);
  await report(two, [session(7)]);
  expect(await orders()).toEqual([]);
  pass(1_000);
  await report(one, [session(1)]);
  expect(await orders()).toMatchObject([{ node: { name: "vpn1" }, patienceMs: 4000, bytesIn: 0n, claimantNodeId: two.id }]);
});

test("an order that waits ends with the node's token", async () => {
  const four = await addEnrolledNode(as(admin), "vpn4");
  const waiting = asked(four, 0, 10).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await removeNode(as(admin), "vpn4", { confirm: "vpn4" });
  expect(await waiting).toMatchObject({ code: "signed-out" });
});

test("orders that no node answers took nothing from anybody: they make no device contested", async () => {
  const hands = [one, two, three];
  const has = new Map<TestNode, VpnSessionBody[]>();
  for (let turn = 0; turn < 6; turn++) {
    pass(6_000);
    has.set(hands[turn % 3] ?? one, [session(turn)]);
    for (const node of hands) await report(node, has.get(node) ?? []);
  }
  expect((await orders()).length).toBeGreaterThan(4);
  expect(await db().device.count({ where: { contestedAt: { not: null } } })).toBe(0);
});

import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { MOST_ENDED } from "@/lib/nodes/history-allowance";
import { storeReport } from "@/lib/nodes/store-report";
import { addEnrolledNode, addPersonWithProfile, as, newCluster, nodeContext, reportOf, type TestNode } from "./cluster-for-tests";
import { readOverview } from "./read-overview";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
  await addPersonWithProfile(as(admin), "ann");
});
const needs = async (now?: () => Date) =>
  (await readOverview(as(admin, now))).needs.filter(({ code }) => ["device-contested", "node-claims", "node-churn"].includes(code));

test("cluster.6 the overview says that a device is in use in two places, and where", async () => {
  expect(await needs()).toEqual([]);
  await db().device.updateMany({ data: { contestedAt: new Date() } });
  expect(await needs()).toMatchObject([
    { tone: "attention", href: "/users/ann", sentence: expect.stringContaining("laptop of Person ann is in use in two places:") },
  ]);
  const session = { commonName: "ann.laptop.1", source: "203.0.113.5:1", since: new Date(), bytesIn: 1n, bytesOut: 1n };
  const two = await addEnrolledNode(as(admin), "vpn2");
  await db().vpnSession.createMany({ data: [node, two].map(({ id }) => ({ ...session, nodeId: id, clientId: 1 })) });
  expect((await needs())[0]?.sentence).toContain("in two places (vpn1 and vpn2)");
  await db().device.updateMany({ data: { contestedAt: null } });
  expect(await needs()).toEqual([]);
});

test("the overview says that a node claims the sessions of others where these stay, for ten minutes after the last", async () => {
  const at = new Date();
  const later = (ms: number) => new Date(at.getTime() + ms);
  const heard = (when: Date) => db().node.updateMany({ where: { name: "vpn1" }, data: { reportedAt: when } });
  const two = await db().node.findUniqueOrThrow({ where: { name: "vpn2" } });
  const { since } = await db().vpnSession.findFirstOrThrow({ where: { nodeId: node.id } });
  const order = { kind: "takeover", commonName: "ann.laptop.1", clientId: 1, bytesIn: 0n, sessionSince: since, at, nodeId: node.id };
  await heard(later(40_000));
  await db().sessionOrder.create({ data: { ...order, claimantNodeId: two.id, outcome: "ended", doneAt: at } });
  expect(await needs()).toEqual([]);
  await db().sessionOrder.create({ data: { ...order, claimantNodeId: two.id, outcome: "refused", doneAt: at } });
  expect(await needs()).toMatchObject([
    { code: "node-claims", tone: "bad", href: "/nodes/vpn2", sentence: expect.stringContaining("vpn2 claims the sessions of others") },
  ]);
  // Of a crash that sent more than 30 elsewhere: their node has not noticed yet, or is not heard of.
  await heard(later(20_000));
  expect(await needs()).toEqual([]);
  await heard(later(40_000));
  expect(await needs()).toHaveLength(1);
  expect(await needs(() => later(11 * 60_000))).toEqual([]);
  // It has noticed: they had really moved on. Another's number begins anew with each start of OpenVPN.
  await db().vpnSession.updateMany({ where: { nodeId: node.id }, data: { since: later(50_000) } });
  expect(await needs()).toEqual([]);
});

test("a node whose VPN sessions come and go is told of within the hour, and its history ends where it stops saying anything", async () => {
  await db().$executeRaw`TRUNCATE vpn_session`;
  const [one] = await db().$queryRaw<{ hour: Date }[]>`SELECT date_trunc('hour', now()) AS hour`;
  const at = new Date((one?.hour ?? new Date()).getTime() + 60_000);
  const body = { ipv4: null, ipv6: null, source: "203.0.113.5:1", since: at.toISOString(), bytesIn: 1, bytesOut: 1 };
  const flood = Array.from({ length: 30 }, (_, clientId) => ({ ...body, commonName: "ann.laptop.1", clientId }));
  const report = (vpnSessions: typeof flood, now = at) =>
    storeReport({ ...nodeContext(node), now: () => now }, reportOf(node, { vpnSessions, clock: now.toISOString() }));
  await report(flood);
  await db().node.update({ where: { id: node.id }, data: { historyHour: one?.hour ?? null, historyCount: MOST_ENDED - 10 } });
  await report([]);
  expect(await db().pastVpnSession.count()).toBe(10);
  const told = async (now: Date) => (await needs(() => now)).filter(({ code }) => code === "node-churn");
  expect(await told(at)).toMatchObject([{ href: "/nodes/vpn1", sentence: expect.stringContaining("More than 20,000") }]);
  await report(flood);
  await report([]);
  expect(await db().pastVpnSession.count()).toBe(10);
  const next = new Date(at.getTime() + 3_600_000);
  await report(flood, next);
  await report([], next);
  expect(await db().pastVpnSession.count()).toBe(40);
  expect(await told(next)).toEqual([]);
});

import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addEnrolledNode, addPersonWithProfile, as, newCluster, type TestNode } from "./cluster-for-tests";
import { readOverview } from "./read-overview";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
  await addPersonWithProfile(as(admin), "ann");
});
const needs = async (now?: () => Date) =>
  (await readOverview(as(admin, now))).needs.filter(({ code }) => code === "device-contested" || code === "node-claims");

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

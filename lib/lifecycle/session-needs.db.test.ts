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

test("the overview says that a node claims the sessions of others, for ten minutes after the last", async () => {
  const at = new Date();
  const order = { kind: "takeover", commonName: "ann.laptop.1", clientId: 1, bytesIn: 0n, sessionSince: at, at, nodeId: node.id };
  await db().sessionOrder.create({ data: { ...order, claimantNodeId: node.id, outcome: "ended", doneAt: at } });
  expect(await needs()).toEqual([]);
  await db().sessionOrder.create({ data: { ...order, claimantNodeId: node.id, outcome: "refused", doneAt: at } });
  expect(await needs()).toMatchObject([
    { code: "node-claims", tone: "bad", href: "/nodes/vpn1", sentence: expect.stringContaining("vpn1 claims the sessions of others") },
  ]);
  expect(await needs(() => new Date(at.getTime() + 11 * 60_000))).toEqual([]);
});

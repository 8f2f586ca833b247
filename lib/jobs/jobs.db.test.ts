import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import {
  addEnrolledNode,
  addPerson,
  addPersonWithProfile,
  admittedBy,
  as,
  newCluster,
  nodeContext,
  openConnections,
  pull,
  reportOf,
  watched,
  type TestNode,
} from "@/lib/lifecycle/cluster-for-tests";
import { removeNode } from "@/lib/nodes/remove-node";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { storeReport } from "@/lib/nodes/store-report";
import { expireCertificates } from "./expire-certificates";
import { freePairs } from "./free-pairs";

let admin: Actor;
let node: TestNode;
const DAY = 86_400_000;
const after = (days: number) => as({ kind: "portal" }, () => new Date(Date.now() + days * DAY));
const now = as({ kind: "portal" });
const interval = (days: number) => `${days} days`;
/** The quarantine as it will be in so many days; the clock stays what it is, because the job asks whether it is right. */
const freePairsIn = async (days: number, times = 1) => {
  await db().$executeRaw`UPDATE address_pair SET released_at = released_at - ${interval(days)}::interval WHERE released_at IS NOT NULL`;
  const did = await Promise.all(Array.from({ length: times }, () => freePairs(now)));
  await db().$executeRaw`UPDATE address_pair SET released_at = released_at + ${interval(days)}::interval WHERE released_at IS NOT NULL`;
  return did.filter(Boolean).length;
};
const pair = (ipv4: string) => db().addressPair.findUniqueOrThrow({ where: { ipv4 } });
beforeAll(async () => {
  expect(await freePairs(after(0)), "before setup there is nothing to free").toBe(false);
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
});

test("a certificate that has ended leaves the bundles: once, with two portals; its device keeps its pair", async () => {
  const ann = await addPersonWithProfile(as(admin), "ann");
  expect(await watched(() => expireCertificates(now))).toMatchObject({ value: false, entries: [], moved: 0 });
  expect(await expireCertificates(after(826)), "a clock that jumped ends nobody's profile").toBe(false);
  await db().certificate.updateMany({ where: { commonName: ann.commonName }, data: { notAfter: new Date(Date.now() - 1000) } });
  await openConnections();
  const { value, entries, moved } = await watched(() => Promise.all([expireCertificates(now), expireCertificates(now)]));
  expect(value.filter(Boolean)).toHaveLength(1);
  expect(entries).toEqual(["portal: certificate.expire authority"]);
  expect(moved).toBe(1);
  const bundle = await pull(node);
  expect(admittedBy(bundle)).toEqual([]);
  expect(bundle?.removals.map((removal) => removal.commonName)).toEqual([ann.commonName]);
  expect(await pair(ann.ipv4)).toMatchObject({ state: "assigned", deviceId: ann.deviceId });
});

test("way.5 I2: a released pair is free after its quarantine, and not before every node has said that it serves a revision without it", async () => {
  const bob = await addPersonWithProfile(as(admin), "bob");
  const later = await addEnrolledNode(as(admin), "vpn2"); // enrolled, and has not said a word since
  const { revision } = await offboardUser(as(admin), "bob", { confirm: "bob" });
  const stays = async (days: number, why: string) => {
    expect(await watched(() => freePairsIn(days)), why).toMatchObject({ value: 0, entries: [], moved: 0 });
    expect(await pair(bob.ipv4), why).toMatchObject({ state: "quarantined" });
  };
  const says = (of: TestNode, said: bigint) => storeReport(nodeContext(of), reportOf(of, { revision: Number(said) }));
  await stays(31, "no node has spoken");
  await says(node, revision);
  await stays(31, "vpn2 may serve a bundle with it");
  await says(later, revision - 1n);
  await stays(31, "vpn2 serves a bundle with it");
  await says(later, revision + 1_000_000n);
  await stays(31, "vpn2 claims a revision that does not exist");
  await says(later, revision);
  await stays(29, "its quarantine has not ended");
  expect(await freePairs(after(31)), "a clock that jumped ends no quarantine").toBe(false);
  const { value, entries, moved } = await watched(() => freePairsIn(31, 2));
  expect(value).toBe(1);
  expect(entries).toEqual(["portal: address.free address pool"]);
  expect(moved).toBe(0);
  expect(await pair(bob.ipv4)).toMatchObject({ state: "free", deviceId: null, releasedAt: null, releaseRevision: null });
  expect((await addPerson(as(admin), "next")).ipv4).toBe(bob.ipv4);
});

test("I2: a node that is silent holds a pair back until an admin sets it aside; one that enrolled after the release does not", async () => {
  const silent = await addEnrolledNode(as(admin), "vpn3");
  const carol = await addPersonWithProfile(as(admin), "carol");
  const { revision } = await offboardUser(as(admin), "carol", { confirm: "carol" });
  await addEnrolledNode(as(admin), "vpn4");
  for (const name of ["vpn1", "vpn2"]) await db().node.update({ where: { name }, data: { revision } });
  expect(await freePairsIn(400)).toBe(0);
  await removeNode(as(admin), silent.name, { confirm: silent.name });
  expect(await freePairsIn(31)).toBe(1);
  expect(await pair(carol.ipv4)).toMatchObject({ state: "free" });
});

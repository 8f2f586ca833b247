import { beforeAll, expect, test } from "vitest";
import { endQuarantine } from "@/lib/addresses/end-quarantine";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import {
  addEnrolledNode,
  addPersonWithProfile,
  as,
  enrol,
  newCluster,
  newJoinToken,
  nodeContext,
  pull,
  refusal,
  reportOf,
  watched,
  type TestNode,
} from "@/lib/lifecycle/cluster-for-tests";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { crlHas } from "@/lib/pki/crl-gate";
import { readCrls } from "@/lib/pki/read-files";
import { renewJoinToken } from "./add-node";
import { drainNode, putBackNode } from "./drain-node";
import { NodeSettings } from "./node-settings";
import { readReceipts } from "./read-receipts";
import { listDeceiving } from "./list-deceiving";
import { removeNode } from "./remove-node";
import { setAsideNode, takeBackNode } from "./set-aside-node";
import { storeReport } from "./store-report";

let admin: Actor;
let node: TestNode;
let other: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
  other = await addEnrolledNode(as(admin), "vpn2");
  await report(node);
  await report(other);
});
const HOUR = 3_600_000;
const later = (ms: number) => () => new Date(Date.now() + ms);
const report = async (who: TestNode) => {
  const { revision } = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  await storeReport(nodeContext(who), reportOf(who, { revision: Number(revision) }));
};
const drained = async () => NodeSettings.parse((await pull(node))?.settings).drained;
const operator = (): Actor => ({ ...(admin as Extract<Actor, { kind: "account" }>), role: "operator" });

test("cluster.3 drain and put back: the node's own bundle says so with the next revision, audited once each; twice is refused", async () => {
  const { value, entries, moved } = await watched(() => drainNode(as(admin), "vpn1"));
  expect([entries, moved]).toEqual([["ada@example.org: node.drain node vpn1"], 1]);
  expect(value).toEqual({ name: "vpn1", revision: String((await db().cluster.findUniqueOrThrow({ where: { id: 1 } })).revision) });
  expect(await drained()).toBe(true);
  expect(await refusal(() => drainNode(as(admin), "vpn1"))).toMatchObject({ code: "state", sentence: "vpn1 is drained already." });
  const back = await watched(() => putBackNode(as(admin), "vpn1"));
  expect([back.entries, back.moved]).toEqual([["ada@example.org: node.put-back node vpn1"], 1]);
  expect(await drained()).toBe(false);
  expect(await refusal(() => putBackNode(as(admin), "vpn1"))).toMatchObject({ code: "state" });
});

test("drain and the others: refused for a node that is not there, has not joined or was removed, and for an operator", async () => {
  await newJoinToken(as(admin), "vpn3");
  for (const verb of [drainNode, putBackNode, takeBackNode]) {
    expect(await refusal(() => verb(as(admin), "ghost"))).toMatchObject({ code: "missing" });
    expect(await refusal(() => verb(as(admin), "vpn3"))).toMatchObject({
      code: "state",
      sentence: expect.stringContaining("join command"),
    });
    expect(await refusal(() => verb(as(operator()), "vpn1"))).toMatchObject({ code: "forbidden" });
  }
});

test("I9: a drain that is asked for twice with one key happens once, and is answered alike", async () => {
  const first = await drainNode(as(admin, undefined, "once"), "vpn1");
  const { value, entries } = await watched(() => drainNode(as(admin, undefined, "once"), "vpn1"));
  expect([value, entries]).toEqual([first, []]);
  await putBackNode(as(admin), "vpn1");
});

test("I2: a silent node holds a released pair back until it is set aside, by name, audited; taken back it counts again", async () => {
  const ann = await addPersonWithProfile(as(admin), "ann");
  await report(node);
  await report(other);
  await offboardUser(as(admin), "ann", { confirm: "ann" });
  await report(other);
  const free = async () => {
    await db().addressPair.updateMany({ where: { ipv4: ann.ipv4 }, data: { releasedAt: new Date(Date.now() - 40 * 24 * HOUR) } });
    return (await db().$transaction((tx) => endQuarantine(tx, new Date()))).map(({ ipv4 }) => ipv4);
  };
  expect(await free()).toEqual([]);
  expect(await refusal(() => setAsideNode(as(admin), "vpn1", { confirm: "vpn1" }))).toMatchObject({
    code: "state",
    sentence: expect.stringContaining("vpn1 reports"),
  });
  const silent = later(60_000);
  expect(await refusal(() => setAsideNode(as(admin, silent), "vpn1", { confirm: "vpn" }))).toMatchObject({
    code: "invalid",
    field: "confirm",
  });
  expect((await readReceipts(as(admin), "ann")).nodes.map(({ name }) => name)).toEqual(["vpn1", "vpn2"]);
  const { entries, moved } = await watched(() => setAsideNode(as(admin, silent), "vpn1", { confirm: "vpn1" }));
  expect([entries, moved]).toEqual([["ada@example.org: node.set-aside node vpn1"], 0]);
  expect((await readReceipts(as(admin), "ann")).nodes.map(({ name }) => name)).toEqual(["vpn2"]);
  expect(await refusal(() => setAsideNode(as(admin, silent), "vpn1", { confirm: "vpn1" }))).toMatchObject({ code: "state" });
  // It is back, owes its receipt again, and a release of now waits for it.
  const back = await watched(() => takeBackNode(as(admin), "vpn1"));
  expect([back.entries, back.moved]).toEqual([["ada@example.org: node.take-back node vpn1"], 0]);
  expect((await pull(node))?.removals.map(({ commonName }) => commonName)).toEqual(["ann.laptop.1"]);
  expect(await free()).toEqual([]);
  await db().node.update({ where: { name: "vpn1" }, data: { setAsideAt: new Date() } });
  expect(await free()).toEqual([ann.ipv4]);
  expect(await refusal(() => takeBackNode(as(admin), "vpn2"))).toMatchObject({ code: "state" });
  await takeBackNode(as(admin), "vpn1");
});

test("replaced: the new machine has the name and a certificate of its own; the old one's is revoked and its token dead, with one entry", async () => {
  const old = await db().certificate.findFirstOrThrow({ where: { nodeId: node.id } });
  await db().node.update({ where: { id: node.id }, data: { setAsideAt: new Date() } });
  const join = await renewJoinToken(as(admin), "vpn1");
  if (join.replayed) throw new Error("replayed");
  expect(crlHas((await readCrls())[0] ?? new Uint8Array(), old.serial)).toBe(false);
  const { value: fresh, entries, moved } = await watched(() => enrol(join.value.token));
  expect([entries, moved]).toEqual([["node vpn1: node.enrol node vpn1"], 1]);
  expect(crlHas((await readCrls())[0] ?? new Uint8Array(), old.serial)).toBe(true);
  const now = await db().certificate.findFirstOrThrow({ where: { nodeId: node.id, revocation: null } });
  expect(now.serial).not.toBe(old.serial);
  expect(crlHas((await readCrls())[0] ?? new Uint8Array(), now.serial)).toBe(false);
  expect(await db().node.findUniqueOrThrow({ where: { id: node.id } })).toMatchObject({ setAsideAt: null, state: "active" });
  expect((await pull(fresh))?.files.some(({ path }) => path === "server.conf")).toBe(true);
});

test("removed: no remote and no balancer leads to it any more", async () => {
  const balancer = await db().balancer.create({ data: { name: "lb1", createdAt: new Date() } });
  await db().balancerNode.create({ data: { balancerId: balancer.id, nodeId: other.id } });
  expect(await db().remote.count({ where: { nodeId: other.id } })).toBe(1);
  await removeNode(as(admin), "vpn2", { confirm: "vpn2" });
  expect([
    await db().remote.count({ where: { nodeId: other.id } }),
    await db().balancerNode.count({ where: { nodeId: other.id } }),
  ]).toEqual([0, 0]);
  expect(await db().node.findUniqueOrThrow({ where: { id: other.id } })).toMatchObject({ state: "removed", removedAt: expect.any(Date) });
  expect(await refusal(() => setAsideNode(as(admin), "vpn2", { confirm: "vpn2" }))).toMatchObject({
    code: "state",
    sentence: "vpn2 was removed.",
  });
  const { notAfter } = await db().certificate.findFirstOrThrow({ where: { nodeId: other.id }, orderBy: { notAfter: "desc" } });
  expect(await listDeceiving(as(admin)), "its key could deceive clients until then").toMatchObject([{ name: "vpn2", until: notAfter }]);
  expect(await listDeceiving(as(admin, () => new Date(notAfter.getTime() + 1)))).toEqual([]);
});

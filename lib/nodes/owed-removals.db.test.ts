import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import {
  addEnrolledNode,
  addPersonWithProfile,
  as,
  newCluster,
  nodeContext,
  reportOf,
  type TestNode,
} from "@/lib/lifecycle/cluster-for-tests";
import { resumeUser } from "@/lib/lifecycle/resume-user";
import { suspendUser } from "@/lib/lifecycle/suspend-user";
import { owedRemovals } from "./owed-removals";
import { storeReport } from "./store-report";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
});
const owed = async () => {
  const { revision, epoch } = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  const { enrolledRevision } = await db().node.findUniqueOrThrow({ where: { id: node.id } });
  return (await owedRemovals(node.id, enrolledRevision ?? 0n, { revision, epoch })).map(({ commonName }) => commonName);
};
const answer = async (commonName: string) => {
  const { removalRevision } = await db().certificate.findFirstOrThrow({ where: { commonName } });
  const at = new Date().toISOString();
  const receipt = { commonName, revision: Number(removalRevision), barriers: "both" as const, refusedAt: at, clearAt: at };
  await storeReport(nodeContext(node), reportOf(node, { receipts: [receipt] }));
};

test("I6: a removal is owed until it is answered, also when later ones were answered first, and the same name's next one again", async () => {
  for (const name of ["ann", "bob"]) await addPersonWithProfile(as(admin), name);
  await suspendUser(as(admin), "ann");
  await suspendUser(as(admin), "bob");
  expect(await owed()).toEqual(["ann.laptop.1", "bob.laptop.1"]);
  await answer("bob.laptop.1");
  expect(await owed()).toEqual(["ann.laptop.1"]);
  await answer("ann.laptop.1");
  expect(await owed()).toEqual([]);
  await resumeUser(as(admin), "ann");
  expect(await owed()).toEqual([]);
  await suspendUser(as(admin), "ann");
  expect(await owed()).toEqual(["ann.laptop.1"]);
});

test("a database that was put back to an earlier revision, or of another epoch, is read from the beginning", async () => {
  await answer("ann.laptop.1");
  expect(await owed()).toEqual([]);
  await db().receipt.deleteMany({});
  // Nothing takes a receipt back: what was answered is not read again …
  expect(await owed()).toEqual([]);
  // … but after a recovery it is.
  await db().cluster.update({ where: { id: 1 }, data: { epoch: { increment: 1 } } });
  expect((await owed()).sort()).toEqual(["ann.laptop.1", "bob.laptop.1"]);
});

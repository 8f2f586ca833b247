import { beforeAll, expect, test } from "vitest";
import { commit } from "@/lib/core/commit";
import type { Actor, Context } from "@/lib/core/context";
import { db, type Tx } from "@/lib/db/client";
import { addDevice } from "@/lib/users/add-device";
import { lockUsers, type LockedUser } from "@/lib/users/lock-user";
import { readHistory } from "@/lib/users/read-history";
import {
  addEnrolledNode,
  addPerson,
  addPersonWithProfile,
  admittedBy,
  as,
  newCluster,
  pull,
  refusal,
  watched,
  type TestNode,
} from "./cluster-for-tests";
import { offboardUsers } from "./offboard-user";
import { resumeUsers } from "./resume-user";
import { suspendUsers } from "./suspend-user";
import type { UsersStep } from "./users-step";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
});
const NAMES = ["ann", "bob", "cy"];

/** As a run does it: one transaction, one audit entry that names everybody. */
async function forAll(step: (tx: Tx, ctx: Context, users: readonly LockedUser[]) => Promise<UsersStep>, action: string, names = NAMES) {
  const ctx = as(admin);
  const done = await commit(ctx, "users.write", async (tx) => {
    const made = await step(tx, ctx, await lockUsers(tx, names));
    return {
      value: made,
      audit: { action, subject: "users", details: { users: made.done, ...made.details } },
      nodes: "must see",
      atRevision: made.atRevision,
    };
  });
  if (done.replayed) throw new Error("replayed");
  return done.value;
}
const admitted = async () => admittedBy(await pull(node));

test("I6, I10: many at once are one revision, one audit entry and one CRL; who may not is said, and the others are done", async () => {
  for (const name of NAMES) await addPersonWithProfile(as(admin), name);
  const crl = () => db().crl.findFirstOrThrow();
  const before = await crl();
  const { value, entries, moved } = await watched(() => forAll(suspendUsers, "user.suspend"));
  expect([entries, moved, value.done.toSorted(), value.refused]).toEqual([["ada@example.org: user.suspend users"], 1, NAMES, []]);
  expect(await admitted()).toEqual([]);
  const resumed = await forAll(resumeUsers, "user.resume", ["ann", "bob"]);
  expect(resumed.done.toSorted()).toEqual(["ann", "bob"]);
  expect(await admitted()).toEqual(["ann.laptop.1", "bob.laptop.1"]);
  expect((await crl()).number).toBe(before.number);
  const partly = await forAll(resumeUsers, "user.resume");
  expect([partly.done, partly.refused.map(({ sentence }) => sentence).toSorted()]).toEqual([
    ["cy"],
    ["ann is not suspended.", "bob is not suspended."],
  ]);
  await watched(() => forAll(offboardUsers, "user.offboard"));
  expect(await admitted()).toEqual([]);
  const after = await crl();
  expect([after.entryCount - before.entryCount, after.lastSequence - before.lastSequence]).toEqual([3, 3]);
  expect(await db().addressPair.count({ where: { state: "assigned" } })).toBe(0);
});

test("what was done to many stands in each one's history, beside what was done to them alone; who may not read the log reads none", async () => {
  const { rows } = await readHistory(as(admin), "cy");
  expect(rows.map(({ action }) => action)).toEqual(["user.offboard", "user.resume", "user.suspend", "invitation.use", "user.add"]);
  expect((await readHistory(as(admin), "ann")).rows.map(({ action }) => action)).toEqual([
    "user.offboard",
    "user.resume",
    "user.suspend",
    "invitation.use",
    "user.add",
  ]);
  expect(await refusal(() => readHistory(as({ ...admin, role: "operator" } as Actor), "ann"))).toMatchObject({ code: "forbidden" });
  expect(await refusal(() => readHistory(as(admin), "ann", { cursor: Buffer.from('[["x"],false]').toString("base64url") }))).toMatchObject({
    field: "cursor",
  });
});

test("a user has as many devices as the settings allow, also when two are added at once; the database holds it by itself", async () => {
  await addPerson(as(admin), "fay");
  await db().settings.update({ where: { id: 1 }, data: { deviceLimit: 2 } });
  const ends = await Promise.allSettled(["phone", "pad", "tv"].map((name) => addDevice(as(admin), "fay", { name })));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await refusal(() => addDevice(as(admin), "fay", { name: "desk" }))).toEqual({
    code: "full",
    sentence: expect.stringMatching(/^fay has 2 devices, which is the limit/),
    field: undefined,
  });
  const { id: userId } = await db().user.findUniqueOrThrow({ where: { username: "fay" } });
  const sneak = db().device.create({ data: { userId, name: "sneak", ipv4: "10.8.0.99", ipv6: "fd00::99", createdAt: new Date() } });
  await expect(sneak).rejects.toThrow(/limit/);
});

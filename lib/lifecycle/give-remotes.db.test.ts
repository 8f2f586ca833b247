import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addRemote } from "@/lib/nodes/add-remote";
import { listOutdatedProfiles } from "@/lib/nodes/list-outdated-profiles";
import { AddRemoteBody } from "@/lib/nodes/remote-body";
import { remoteListInForce } from "@/lib/nodes/read-remote-list";
import { addEnrolledNode, addPersonWithProfile, as, newCluster, refusal, useLink, watched, type Person } from "./cluster-for-tests";
import { findProfile, GiveRemotesBody, giveRemotes } from "./give-remotes";
import { offboardUser } from "./offboard-user";
import { renewDevice } from "./renew-device";
import { suspendUser } from "./suspend-user";

type Made = Person & { serial: string; commonName: string };
let admin: Actor;
let ann: Made;
let bob: Made;
beforeAll(async () => {
  admin = await newCluster();
  await addEnrolledNode(as(admin), "vpn1");
  ann = await addPersonWithProfile(as(admin), "ann.smith");
  bob = await addPersonWithProfile(as(admin), "bob");
});
const by = (of: Made): Actor => ({ kind: "profile", serial: of.serial, commonName: of.commonName });
const outdated = async () => (await listOutdatedProfiles(as(admin))).rows.map(({ commonName }) => commonName);
const addLine = async (n: number) => addRemote(as(admin), AddRemoteBody.parse({ node: "vpn1", address: `192.0.2.${n}` }));

test("a profile has the list in force when it is made, and is out of date when the list changes", async () => {
  const { key } = await remoteListInForce();
  expect((await db().certificate.findUniqueOrThrow({ where: { serial: ann.serial } })).profileRemotes).toBe(key);
  expect(await outdated()).toEqual([]);
  await addLine(10);
  expect((await outdated()).toSorted()).toEqual([ann.commonName, bob.commonName].toSorted());
  expect(await listOutdatedProfiles(as(admin))).toMatchObject({ count: 2, more: false, next: null });
});

test("whoever has the file is known by its certificate's SHA-256 alone", async () => {
  const { der } = await db().certificate.findUniqueOrThrow({ where: { serial: ann.serial } });
  const fingerprint = createHash("sha256")
    .update(der ?? "")
    .digest("hex");
  expect(await findProfile(fingerprint)).toEqual({ serial: ann.serial, commonName: ann.commonName });
  const node = await db().certificate.findFirstOrThrow({ where: { kind: "node" } });
  expect(await findProfile(node.fingerprint ?? "")).toBeNull();
  expect(GiveRemotesBody.safeParse({ fingerprint: fingerprint.toUpperCase() }).success).toBe(false);
});

test("its owner gets the remotes in force; that is noted once, audited once, and no node need see it", async () => {
  const { value, entries, moved } = await watched(() => giveRemotes(as(by(ann))));
  expect([entries, moved]).toEqual([[`profile ${ann.commonName}: profile.remotes user ann.smith`], 0]);
  expect(value).toMatchObject({ commonName: ann.commonName, changed: true, options: { remoteRandom: true, explicitExitNotify: true } });
  expect(value.remotes.map(({ address }) => address)).toContain("192.0.2.10");
  expect(await outdated()).toEqual([bob.commonName]);
  const again = await watched(() => giveRemotes(as(by(ann))));
  expect([again.entries, again.value.changed]).toEqual([[], false]);
});

test("of many who ask at once for one profile each is answered, whatever is noted", async () => {
  await addLine(11);
  const { value, moved } = await watched(() => Promise.all(Array.from({ length: 6 }, () => giveRemotes(as(by(ann))))));
  expect(moved).toBe(0);
  expect(value.every(({ remotes }) => remotes.length === 3)).toBe(true);
  expect(await outdated()).toEqual([bob.commonName]);
});

test("a profile that is renewed, suspended, revoked, ended or unknown gets none, and its owner reads why", async () => {
  const renewal = await renewDevice(as(admin), bob.deviceId);
  expect(await outdated()).toEqual([bob.commonName]);
  if (renewal.replayed) throw new Error("a replay");
  await useLink(renewal.value.token);
  expect(await outdated()).toEqual([]);
  await suspendUser(as(admin), "bob");
  expect(await outdated()).toEqual([]);
  expect(await refusal(() => giveRemotes(as(by(bob))))).toMatchObject({
    code: "gone",
    sentence: expect.stringContaining("does not admit"),
  });
  const cy = await addPersonWithProfile(as(admin), "cy");
  await offboardUser(as(admin), "cy", { confirm: "cy" });
  expect(await refusal(() => giveRemotes(as(by(cy))))).toMatchObject({ code: "gone", sentence: expect.stringContaining("was revoked") });
  const later = () => new Date(Date.now() + 900 * 86_400_000);
  expect(await refusal(() => giveRemotes(as(by(ann), later)))).toMatchObject({
    code: "gone",
    sentence: expect.stringContaining("has ended"),
  });
  const nobody: Actor = { kind: "profile", serial: "00", commonName: "none" };
  expect(await refusal(() => giveRemotes(as(nobody)))).toMatchObject({ code: "missing" });
  expect(await refusal(() => giveRemotes(as(admin)))).toMatchObject({ code: "forbidden" });
});

import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { hashToken } from "@/lib/core/token";
import { db } from "@/lib/db/client";
import { addPerson, as, newCluster, refusal, useLink, watched } from "@/lib/lifecycle/cluster-for-tests";
import { lookAtInvitation } from "@/lib/lifecycle/look-at-invitation";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { revokeDevice } from "@/lib/lifecycle/revoke-device";
import { invite } from "./invite";
import { withdrawInvitation } from "./withdraw-invitation";

let admin: Actor;
beforeAll(async () => void (admin = await newCluster()));
const HOUR = 3_600_000;

test("a new link withdraws the older one; good for 72 hours; only its hash is kept", async () => {
  const ann = await addPerson(as(admin), "ann");
  const at = new Date();
  const { value, entries, moved } = await watched(() =>
    invite(
      as(admin, () => at),
      ann.deviceId,
    ),
  );
  expect(entries).toEqual(["ada@example.org: invitation.make user ann"]);
  expect(moved).toBe(0);
  if (value.replayed) throw new Error("replayed");
  expect(value.value.expiresAt.getTime() - at.getTime()).toBe(72 * HOUR);
  expect(await db().invitation.findUniqueOrThrow({ where: { id: value.value.id } })).toMatchObject({
    tokenHash: hashToken(value.value.token),
  });
  expect((await db().invitation.findUniqueOrThrow({ where: { id: ann.invitationId } })).withdrawnAt).toEqual(at);
  expect(await refusal(() => useLink(ann.token))).toMatchObject({
    code: "gone",
    sentence: expect.stringMatching(/withdrawn.*newer link.*Ask the admin/),
  });
  await useLink(value.value.token);
});

test("refused: a device with a profile, a removed device, an offboarded user, none at all", async () => {
  const [bob, carol] = [await addPerson(as(admin), "bob"), await addPerson(as(admin), "carol")];
  await useLink(bob.token);
  expect(await refusal(() => invite(as(admin), bob.deviceId))).toMatchObject({
    code: "state",
    sentence: expect.stringContaining("bob.laptop.1"),
  });
  await revokeDevice(as(admin), bob.deviceId, { reason: "superseded" });
  expect(await refusal(() => invite(as(admin), bob.deviceId))).toMatchObject({
    code: "state",
    sentence: expect.stringContaining("was removed"),
  });
  await offboardUser(as(admin), "carol", { confirm: "carol" });
  expect(await refusal(() => invite(as(admin), carol.deviceId))).toMatchObject({
    code: "state",
    sentence: expect.stringContaining("offboarded"),
  });
  expect(await refusal(() => invite(as(admin), crypto.randomUUID()))).toMatchObject({ code: "missing" });
});

test("a withdrawn link opens nothing; it is withdrawn once, and not after its use", async () => {
  const dan = await addPerson(as(admin), "dan");
  const { entries, moved } = await watched(() => withdrawInvitation(as(admin), dan.invitationId));
  expect(entries).toEqual(["ada@example.org: invitation.withdraw user dan"]);
  expect(moved).toBe(0);
  const link = as({ kind: "invitation", id: dan.invitationId });
  expect(await refusal(() => lookAtInvitation(link))).toMatchObject({ code: "gone", sentence: expect.stringContaining("withdrawn") });
  expect(await refusal(() => withdrawInvitation(as(admin), dan.invitationId))).toMatchObject({ code: "state" });
  const eve = await addPerson(as(admin), "eve");
  await useLink(eve.token);
  expect(await refusal(() => withdrawInvitation(as(admin), eve.invitationId))).toMatchObject({
    code: "state",
    sentence: expect.stringContaining("used already"),
  });
  expect(await refusal(() => withdrawInvitation(as(admin), crypto.randomUUID()))).toMatchObject({ code: "missing" });
});

test("looking shows what will happen, a hundred times, and changes nothing (I11)", async () => {
  const fay = await addPerson(as(admin), "fay");
  const rows = async () => [
    await db().invitation.findMany({ orderBy: { id: "asc" } }),
    await db().device.findMany({ orderBy: { id: "asc" } }),
    await db().certificate.findMany({ orderBy: { serial: "asc" } }),
  ];
  const before = await rows();
  const {
    value: views,
    entries,
    moved,
  } = await watched(() =>
    Promise.all(Array.from({ length: 100 }, () => lookAtInvitation(as({ kind: "invitation", id: fay.invitationId })))),
  );
  expect(views[0]).toMatchObject({
    clusterName: "Harbour",
    userName: "Person fay",
    username: "fay",
    device: "laptop",
    commonName: "fay.laptop.1",
    ipv4: fay.ipv4,
    ipv6: fay.ipv6,
    nodes: 0,
  });
  expect([entries, moved]).toEqual([[], 0]);
  expect(await rows()).toEqual(before);
  const later = () => new Date(Date.now() + 72 * HOUR + 1000);
  expect(await refusal(() => lookAtInvitation(as({ kind: "invitation", id: fay.invitationId }, later)))).toMatchObject({
    code: "gone",
    sentence: expect.stringMatching(/expired.*Ask the admin/),
  });
  expect(await refusal(() => useLink(fay.token, undefined, { now: later }))).toMatchObject({
    code: "gone",
    sentence: expect.stringContaining("expired"),
  });
  await useLink(fay.token);
  expect(await refusal(() => lookAtInvitation(as({ kind: "invitation", id: fay.invitationId })))).toMatchObject({
    code: "gone",
    sentence: expect.stringContaining("used already"),
  });
});

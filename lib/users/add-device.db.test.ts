import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addPerson, as, newCluster, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { revokeDevice } from "@/lib/lifecycle/revoke-device";
import { addDevice, AddDeviceBody } from "./add-device";

let admin: Actor;
beforeAll(async () => void (admin = await newCluster()));

test("a second device has a pair and an invitation of its own; one audit entry, no revision", async () => {
  const ann = await addPerson(as(admin), "ann");
  const { value, entries, moved } = await watched(() => addDevice(as(admin), "ann", { name: "phone" }));
  expect(entries).toEqual(["ada@example.org: device.add user ann"]);
  expect(moved).toBe(0);
  if (value.replayed) throw new Error("replayed");
  expect(value.value.device.ipv4).not.toBe(ann.ipv4);
  expect(await db().invitation.findUniqueOrThrow({ where: { id: value.value.invitation.id } })).toMatchObject({
    deviceId: value.value.device.id,
    usedAt: null,
    withdrawnAt: null,
  });
});

test("a device's name is never used again, not even after the device was revoked", async () => {
  expect(await refusal(() => addDevice(as(admin), "ann", { name: "phone" }))).toEqual({
    code: "taken",
    field: "name",
    sentence: "ann already has a device phone. Choose another name.",
  });
  const phone = await db().device.findFirstOrThrow({ where: { name: "phone" } });
  await revokeDevice(as(admin), phone.id, { reason: "keyCompromise" });
  expect(await refusal(() => addDevice(as(admin), "ann", { name: "phone" }))).toEqual({
    code: "taken",
    field: "name",
    sentence: expect.stringContaining("never used again"),
  });
});

test("refused: nobody of that name, an offboarded or suspended user, a name outside the grammar", async () => {
  expect(await refusal(() => addDevice(as(admin), "ghost", { name: "phone" }))).toMatchObject({
    code: "missing",
    sentence: 'There is no user "ghost".',
  });
  await addPerson(as(admin), "gone");
  await offboardUser(as(admin), "gone", { confirm: "gone" });
  expect(await refusal(() => addDevice(as(admin), "gone", { name: "phone" }))).toMatchObject({
    code: "state",
    sentence: expect.stringContaining("gone is offboarded"),
  });
  await addPerson(as(admin), "asleep");
  await db().user.update({ where: { username: "asleep" }, data: { state: "suspended" } });
  expect(await refusal(() => addDevice(as(admin), "asleep", { name: "phone" }))).toMatchObject({
    code: "state",
    sentence: expect.stringContaining("Resume"),
  });
  for (const name of ["", "-x", "a.b", "../x", "Laptop", "a\n", "a".repeat(20), "lap\u202Etop"])
    expect(AddDeviceBody.safeParse({ name }).error?.issues[0]?.path).toEqual(["name"]);
});

import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addPerson, as, newCluster, useLink } from "@/lib/lifecycle/cluster-for-tests";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { revokeDevice } from "@/lib/lifecycle/revoke-device";
import { addDevice } from "./add-device";
import { invite } from "./invite";
import { withdrawInvitation } from "./withdraw-invitation";

let admin: Actor;
beforeAll(async () => {
  admin = await newCluster();
});

const counts = (username: string) =>
  db().user.findUniqueOrThrow({ where: { username }, select: { deviceCount: true, unusedInvitations: true } });

test("the database counts a user's devices and open invitations through every change of them", async () => {
  const ann = await addPerson(as(admin), "ann");
  expect(await counts("ann")).toEqual({ deviceCount: 1, unusedInvitations: 1 });
  await addDevice(as(admin), "ann", { name: "phone" });
  expect(await counts("ann")).toEqual({ deviceCount: 2, unusedInvitations: 2 });
  await useLink(ann.token);
  expect(await counts("ann")).toEqual({ deviceCount: 2, unusedInvitations: 1 });
  const phone = await db().device.findFirstOrThrow({ where: { name: "phone" }, include: { invitations: true } });
  await withdrawInvitation(as(admin), phone.invitations[0]?.id ?? "");
  expect(await counts("ann")).toEqual({ deviceCount: 2, unusedInvitations: 0 });
  await invite(as(admin), phone.id);
  await invite(as(admin), phone.id);
  expect(await counts("ann")).toEqual({ deviceCount: 2, unusedInvitations: 1 });
  await revokeDevice(as(admin), ann.deviceId, { reason: "unspecified" });
  expect(await counts("ann")).toEqual({ deviceCount: 1, unusedInvitations: 1 });
  await offboardUser(as(admin), "ann", { confirm: "ann" });
  expect(await counts("ann")).toEqual({ deviceCount: 0, unusedInvitations: 0 });
  await db().invitation.deleteMany({ where: { device: { user: { username: "ann" } } } });
  expect(await counts("ann")).toEqual({ deviceCount: 0, unusedInvitations: 0 });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { retireSuperseded } from "@/lib/jobs/retire-superseded";
import { deliverMail } from "@/lib/mail/deliver-mail";
import { startMailServer, type MailServer } from "@/lib/mail/mail-server-for-tests";
import { useServer } from "@/lib/mail/mails-for-tests";
import { addPersonWithProfile, as, newCluster, useLink } from "./cluster-for-tests";
import { offboardUser } from "./offboard-user";
import { renewDevice } from "./renew-device";
import { resumeUser } from "./resume-user";
import { suspendUser } from "./suspend-user";

let admin: Actor;
let server: MailServer;
beforeAll(async () => {
  admin = await newCluster();
  server = await startMailServer();
  await useServer(server.port);
});
afterAll(() => server?.close());

/** What has arrived since the last time, in the order in which it was queued. */
async function arrived(): Promise<string[]> {
  await deliverMail(() => new Date());
  return server.received.splice(0).map(({ to, mail }) => `${to.join()}: ${mail.subject}`);
}

test("a user hears by mail of every issue, renewal and revocation of theirs; a suspension is none of these", async () => {
  const ann = await addPersonWithProfile(as(admin), "ann");
  expect(await arrived()).toEqual(["ann@example.org: A VPN profile was made for your device laptop"]);
  await suspendUser(as(admin), "ann");
  await resumeUser(as(admin), "ann");
  expect(await arrived()).toEqual([]);
  const done = await renewDevice(as(admin), ann.deviceId);
  if (done.replayed) throw new Error("replayed");
  await useLink(done.value.token);
  expect(await arrived()).toEqual(["ann@example.org: The VPN profile of your device laptop was renewed"]);
  await db().certificate.update({ where: { serial: ann.serial }, data: { overlapEndsAt: new Date(Date.now() - 1000) } });
  expect(await retireSuperseded(as({ kind: "portal" }))).toBe(true);
  expect(await arrived()).toHaveLength(1);
  await offboardUser(as(admin), "ann", { confirm: "ann" });
  expect(await arrived()).toEqual(["ann@example.org: The VPN profile of your device laptop no longer works"]);
});

test("who has no e-mail address is told nothing, and nothing fails", async () => {
  const bob = await addPersonWithProfile(as(admin), "bob");
  await arrived();
  await db().user.update({ where: { username: bob.username }, data: { email: null } });
  await offboardUser(as(admin), "bob", { confirm: "bob" });
  expect(await arrived()).toEqual([]);
});

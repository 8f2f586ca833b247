import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { retireSuperseded } from "@/lib/jobs/retire-superseded";
import { deliverMail } from "@/lib/mail/deliver-mail";
import { startMailServer, type MailServer } from "@/lib/mail/mail-server-for-tests";
import { useServer } from "@/lib/mail/mails-for-tests";
import { addDevice } from "@/lib/users/add-device";
import { invite } from "@/lib/users/invite";
import { onboard, OnboardBody } from "@/lib/users/onboard";
import { addPerson, addPersonWithProfile, as, newCluster, refusal, useLink, watched } from "./cluster-for-tests";
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
async function mails() {
  await deliverMail(() => new Date());
  return server.received.splice(0);
}

async function arrived(): Promise<string[]> {
  return (await mails()).map(({ to, mail }) => `${to.join()}: ${mail.subject}`);
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

test("a link is mailed to its user from where it is made, first or renewal, and nobody is thought told who was not", async () => {
  const { deviceId } = await addPerson(as(admin), "carol");
  const mail = { mail: true };
  const again = await watched(() => invite(as(admin), deviceId, mail));
  expect([again.entries, again.moved]).toEqual([["ada@example.org: invitation.make user carol"], 0]);
  const [first] = await mails();
  expect([first?.to, first?.mail.subject]).toEqual([["carol@example.org"], "Your VPN profile for Harbour"]);
  // It is the link that the page shows.
  const token = again.value.replayed ? "" : again.value.value.token;
  expect(first?.mail.text).toContain(`/invitation#${token}`);
  await useLink(token);
  expect(await arrived()).toEqual(["carol@example.org: A VPN profile was made for your device laptop"]);
  await renewDevice(as(admin), deviceId, mail);
  await addDevice(as(admin), "carol", { name: "phone", mail: true });
  await onboard(as(admin), OnboardBody.parse({ username: "dora", name: "Dora", email: "dora@example.org", device: "laptop", mail: true }));
  expect((await arrived()).sort()).toEqual([
    "carol@example.org: Renew your VPN profile for Harbour",
    "carol@example.org: Your VPN profile for Harbour",
    "dora@example.org: Your VPN profile for Harbour",
  ]);
  await db().user.update({ where: { username: "carol" }, data: { email: null } });
  const open = await db().invitation.count({ where: { withdrawnAt: null, usedAt: null } });
  expect(await refusal(() => renewDevice(as(admin), deviceId, mail))).toMatchObject({
    field: "mail",
    sentence: expect.stringContaining("no e-mail"),
  });
  await db().settings.update({ where: { id: 1 }, data: { smtpHost: null } });
  expect(await refusal(() => addDevice(as(admin), "dora", { name: "phone", mail: true }))).toMatchObject({ field: "mail" });
  expect(await db().invitation.count({ where: { withdrawnAt: null, usedAt: null } })).toBe(open);
  await useServer(server.port);
});

test("who has no e-mail address is told nothing, and nothing fails", async () => {
  const bob = await addPersonWithProfile(as(admin), "bob");
  await arrived();
  await db().user.update({ where: { username: bob.username }, data: { email: null } });
  await offboardUser(as(admin), "bob", { confirm: "bob" });
  expect(await arrived()).toEqual([]);
});

import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { actorName } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addPerson, as, newCluster, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { offboardUser } from "@/lib/lifecycle/offboard-user";
import { acceptLink, actorOf, addAccount, inviteOne, signIn } from "./accounts-for-tests";
import { lookAtAccountInvitation, newcomer } from "./accept-account-invitation";
import { currentActor } from "./current-actor";
import { inviteAccount, InviteAccountBody } from "./invite-account";
import { listAccountInvitations } from "./list-account-invitations";
import { withdrawAccountInvitation } from "./withdraw-account-invitation";

let admin: Actor;
beforeAll(async () => {
  admin = await newCluster();
});

test("an invitation makes one account with the role it offered; two entries, and nodes need not hear of it", async () => {
  const { value, entries, moved } = await watched(() => inviteOne(as(admin), "Olga@Example.org", "operator"));
  expect(entries).toEqual(["ada@example.org: account.invite account olga@example.org"]);
  expect(moved).toBe(0);
  const look = await lookAtAccountInvitation(as(await newcomer(value.token, new Date())));
  expect(look).toMatchObject({ email: "olga@example.org", role: "operator", clusterName: "Harbour" });
  const accepted = await watched(() => acceptLink(value.token, "Olga Operator"));
  expect(accepted.entries).toEqual([`${actorName(await asNewcomer(value.id))}: account.accept-invitation account olga@example.org`]);
  expect(accepted.moved).toBe(0);
  const { headers } = await signIn("olga@example.org");
  expect(await currentActor(headers)).toMatchObject({ kind: "account", email: "olga@example.org", role: "operator" });
  expect(await refusal(() => acceptLink(value.token))).toMatchObject({ code: "gone", sentence: expect.stringContaining("used already") });
});
const asNewcomer = async (invitationId: string): Promise<Actor> => ({ kind: "newcomer", invitationId });

test("I12: the database has neither the link's token nor the password", async () => {
  const { token } = await inviteOne(as(admin), "secret@example.org", "auditor");
  await acceptLink(token, "Secret", "the password of somebody");
  const rows = await db().$queryRaw<{ t: string }[]>`
    SELECT row_to_json(i)::text AS t FROM account_invitation i UNION ALL SELECT row_to_json(c)::text FROM auth_credential c
    UNION ALL SELECT row_to_json(a)::text FROM audit_entry a`;
  const all = rows.map((row) => row.t).join("\n");
  expect(all).not.toContain(token);
  expect(all).not.toContain("the password of somebody");
});

test("an older link for the same address stops working; a withdrawn and an expired one say so", async () => {
  const first = await inviteOne(as(admin), "again@example.org", "operator");
  const second = await inviteOne(as(admin), "again@example.org", "auditor");
  expect(await refusal(() => acceptLink(first.token))).toMatchObject({ code: "gone", sentence: expect.stringContaining("withdrawn") });
  const { entries, moved } = await watched(() => withdrawAccountInvitation(as(admin), second.id));
  expect([entries, moved]).toEqual([["ada@example.org: account.withdraw-invitation account again@example.org"], 0]);
  expect(await refusal(() => acceptLink(second.token))).toMatchObject({ code: "gone", sentence: expect.stringContaining("withdrawn") });
  expect(await refusal(() => withdrawAccountInvitation(as(admin), second.id))).toMatchObject({ code: "state" });
  expect(await refusal(() => withdrawAccountInvitation(as(admin), crypto.randomUUID()))).toMatchObject({ code: "missing" });
  const long = as(admin, () => new Date(Date.now() - 73 * 3_600_000));
  const old = await inviteOne(long, "again@example.org", "auditor");
  expect(await refusal(() => acceptLink(old.token))).toMatchObject({ code: "gone", sentence: expect.stringContaining("expired") });
  const { rows } = await listAccountInvitations(as(admin));
  expect(
    rows
      .filter((row) => row.email === "again@example.org")
      .map((row) => row.state)
      .sort(),
  ).toEqual(["expired", "withdrawn", "withdrawn"]);
  for (const bad of ["", "x", "x".repeat(43), "\0".repeat(43)])
    expect(await refusal(() => newcomer(bad, new Date()))).toMatchObject({ code: "gone" });
});

test("an address that has an account, a user who is gone or has one already, and who may not invite", async () => {
  expect(await refusal(() => inviteOne(as(admin), "ADA@example.org", "auditor"))).toMatchObject({ code: "taken", field: "email" });
  expect(await refusal(() => inviteOne(as(admin), "x@example.org", "none", "ghost"))).toMatchObject({ code: "missing", field: "username" });
  await addPerson(as(admin), "gone");
  await offboardUser(as(admin), "gone", { confirm: "gone" });
  expect(await refusal(() => inviteOne(as(admin), "x@example.org", "none", "gone"))).toMatchObject({ code: "state", field: "username" });
  await addPerson(as(admin), "linked");
  await addAccount(as(admin), "linked@example.org", "none", "linked");
  expect(await refusal(() => inviteOne(as(admin), "x@example.org", "none", "linked"))).toMatchObject({ code: "taken", field: "username" });
  for (const role of ["operator", "auditor", "none"] as const)
    expect(await refusal(() => inviteOne(as({ ...admin, role } as Actor), "x@example.org", "none"))).toMatchObject({ code: "forbidden" });
  expect(await refusal(() => inviteOne(as({ kind: "nobody" }), "x@example.org", "none"))).toMatchObject({ code: "signed-out" });
  for (const [body, field] of [
    [{ email: "no address", role: "admin" }, "email"],
    [{ email: "a@example.org\r\nBcc: b@example.org", role: "admin" }, "email"],
    [{ email: "a@example.org", role: "root" }, "role"],
    [{ email: "a@example.org" }, "role"],
    [{ email: "a@example.org", role: "none", username: "\0" }, "username"],
  ] as const)
    expect(InviteAccountBody.safeParse(body).error?.issues[0]?.path).toEqual([field]);
});

test("I9: one link, accepted twenty times at once, makes one account; twenty invitations leave one open link", async () => {
  const { token } = await inviteOne(as(admin), "race@example.org", "auditor");
  const ends = await Promise.allSettled(Array.from({ length: 20 }, () => acceptLink(token)));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const end of ends) if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "gone" });
  expect(await db().authUser.count({ where: { email: "race@example.org" } })).toBe(1);
  await Promise.all(Array.from({ length: 20 }, () => inviteOne(as(admin), "many@example.org", "auditor")));
  expect(await db().accountInvitation.count({ where: { email: "many@example.org", withdrawnAt: null } })).toBe(1);
  const once = InviteAccountBody.parse({ email: "key@example.org", role: "auditor" });
  const [a, b] = [await inviteAccount(as(admin, undefined, "one key"), once), await inviteAccount(as(admin, undefined, "one key"), once)];
  expect([a.replayed, b.replayed]).toEqual([false, true]);
  expect(JSON.stringify(b.value), "a repeated answer has no secret").not.toContain("token");
});

test("a link whose user was offboarded meanwhile makes no account", async () => {
  await addPerson(as(admin), "brief");
  const { token } = await inviteOne(as(admin), "brief@example.org", "none", "brief");
  await db().user.update({ where: { username: "brief" }, data: { state: "offboarded" } });
  expect(await refusal(() => acceptLink(token))).toMatchObject({ code: "state" });
  await expect(actorOf("brief@example.org")).rejects.toThrow();
});

test("I9 I12: where mail is set the invitation goes by mail too, queued with its commit and with no link in clear", async () => {
  await db().settings.update({ where: { id: 1 }, data: { smtpHost: "127.0.0.1", smtpPort: 25, mailFrom: "vpn@example.org" } });
  const jobs = () => db().$queryRaw<{ text: string }[]>`SELECT row_to_json(j)::text AS text FROM pgboss.job j`;
  const body = InviteAccountBody.parse({ email: "mail@example.org", role: "auditor" });
  const done = await inviteAccount(as(admin), body);
  if (done.replayed) throw new Error("replayed");
  expect(done.value.mailed).toBe(true);
  const [job, ...others] = await jobs();
  expect(others).toEqual([]);
  expect(job?.text).toContain("mail@example.org");
  expect(job?.text).not.toContain(done.value.token);
  expect(await refusal(() => inviteOne(as(admin), "ada@example.org", "auditor"))).toMatchObject({ code: "taken" });
  expect(await jobs(), "what was refused is not mailed").toHaveLength(1);
});

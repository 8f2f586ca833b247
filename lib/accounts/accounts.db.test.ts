import { beforeAll, beforeEach, expect, test } from "vitest";
import { encodeCursor } from "@/lib/core/cursor";
import { db } from "@/lib/db/client";
import { addPerson, as, newCluster, openConnections, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { actorOf, addAccount, signIn, type AccountActor } from "./accounts-for-tests";
import { changeAccount, ChangeAccountBody, isLastAdmin } from "./change-account";
import { currentActor } from "./current-actor";
import { LAST_ADMIN } from "./last-admin";
import { listAccountInvitations } from "./list-account-invitations";
import { listAccounts } from "./list-accounts";
import { listTokens } from "./list-tokens";
import { removeAccount } from "./remove-account";

let ada: AccountActor;
beforeAll(async () => {
  await newCluster();
  ada = await actorOf("ada@example.org");
});
beforeEach(async () => {
  await db().account.updateMany({ where: { id: { not: ada.id } }, data: { role: "auditor" } });
  await db().account.update({ where: { id: ada.id }, data: { role: "admin" } });
});
let n = 0;
const somebody = (role: "admin" | "operator" | "auditor" | "none") => addAccount(as(ada), `person${++n}@example.org`, role);
const versionOf = async (id: string) => (await db().account.findUniqueOrThrow({ where: { id } })).version;
const change = async (by: AccountActor, id: string, what: { role?: "admin" | "operator" | "auditor" | "none"; username?: string | null }) =>
  changeAccount(as(by), id, ChangeAccountBody.parse({ ...what, version: await versionOf(id) }));

test("a changed role holds with the next request of a session that was there before; one entry with before and after", async () => {
  const who = await somebody("operator");
  const { headers } = await signIn(who.email);
  expect(await currentActor(headers)).toMatchObject({ role: "operator" });
  const { value, entries, moved } = await watched(() => change(ada, who.id, { role: "none" }));
  expect(await currentActor(headers)).toMatchObject({ role: "none" });
  expect(value.value).toMatchObject({ role: "none", username: null, version: 2 });
  expect([entries, moved]).toEqual([[`ada@example.org: account.change account ${who.email}`], 0]);
  const entry = await db().auditEntry.findFirstOrThrow({ orderBy: { seq: "desc" } });
  expect(entry.details).toEqual({ before: { role: "operator", username: null }, after: { role: "none", username: null } });
});

test("portal.7 a stale version is refused, whoever sends it; an edit that changes nothing is told so", async () => {
  const who = await somebody("operator");
  await change(ada, who.id, { role: "auditor" });
  expect(await refusal(() => changeAccount(as(ada), who.id, { version: 1, role: "admin" }))).toMatchObject({
    code: "state",
    field: "version",
  });
  expect(await refusal(() => change(ada, who.id, { role: "auditor" }))).toMatchObject({ code: "state" });
  expect(ChangeAccountBody.safeParse({ role: "admin" }).error?.issues[0]?.path).toEqual(["version"]);
});

test("an account is linked to a user and taken from it; nobody's user twice", async () => {
  await addPerson(as(ada), "ann");
  const [one, two] = [await somebody("none"), await somebody("none")];
  expect((await change(ada, one.id, { username: "ann" })).value).toMatchObject({ username: "ann", role: "none" });
  expect(await refusal(() => change(ada, two.id, { username: "ann" }))).toMatchObject({ code: "taken", field: "username" });
  expect(await refusal(() => change(ada, two.id, { username: "ghost" }))).toMatchObject({ code: "missing", field: "username" });
  expect((await change(ada, one.id, { username: null })).value).toMatchObject({ username: null });
  expect((await change(ada, two.id, { username: "ann" })).value).toMatchObject({ username: "ann" });
});

test("only an admin changes and removes accounts", async () => {
  const who = await somebody("none");
  for (const role of ["operator", "auditor", "none"] as const) {
    const by = await somebody(role);
    expect(await refusal(() => change(by, who.id, { role: "admin" }))).toMatchObject({ code: "forbidden" });
    expect(await refusal(() => removeAccount(as(by), who.id, { confirm: who.email }))).toMatchObject({ code: "forbidden" });
  }
  expect(await refusal(() => changeAccount(as(ada), crypto.randomUUID(), { version: 1, role: "none" }))).toMatchObject({ code: "missing" });
});

test("a removed account is signed out at once and cannot sign in; the audit log keeps its name", async () => {
  const who = await somebody("admin");
  const { headers } = await signIn(who.email);
  expect(await refusal(() => removeAccount(as(ada), who.id, { confirm: "somebody" }))).toMatchObject({ code: "invalid", field: "confirm" });
  const { entries, moved } = await watched(() => removeAccount(as(ada), who.id, { confirm: who.email.toUpperCase() }));
  expect([entries, moved]).toEqual([[`ada@example.org: account.remove account ${who.email}`], 0]);
  expect(await currentActor(headers)).toEqual({ kind: "nobody" });
  await expect(signIn(who.email)).rejects.toThrow();
  expect(await db().auditEntry.count({ where: { subject: `account ${who.email}` } })).toBe(3);
  expect(await refusal(() => removeAccount(as(ada), who.id, { confirm: who.email }))).toMatchObject({ code: "missing" });
});

test("the last admin keeps the role and the account; one's own account is another's to remove", async () => {
  expect(await isLastAdmin(as(ada), ada.id)).toBe(true);
  expect(await refusal(() => change(ada, ada.id, { role: "auditor" }))).toEqual({ code: "state", sentence: LAST_ADMIN, field: "role" });
  expect(await refusal(() => removeAccount(as(ada), ada.id, { confirm: ada.email }))).toMatchObject({
    code: "state",
    sentence: LAST_ADMIN,
  });
  const other = await somebody("admin");
  expect(await isLastAdmin(as(ada), ada.id)).toBe(false);
  expect(await refusal(() => removeAccount(as(ada), ada.id, { confirm: ada.email }))).toMatchObject({
    code: "state",
    sentence: expect.stringContaining("your own account"),
  });
  await change(ada, ada.id, { role: "auditor" });
  expect(await refusal(() => change(other, other.id, { role: "none" }))).toMatchObject({ code: "state", sentence: LAST_ADMIN });
});

test("the last admin stays one when two admins take each other's role, or remove each other, at the same moment", async () => {
  await openConnections();
  for (let round = 0; round < 12; round++) {
    const [a, b] = [ada, await somebody("admin")];
    const ends = await Promise.allSettled(
      round % 2
        ? [change(a, b.id, { role: "none" }), change(b, a.id, { role: "none" })]
        : [removeAccount(as(a), b.id, { confirm: b.email }), change(b, a.id, { role: "operator" })],
    );
    const admins = await db().account.count({ where: { role: "admin" } });
    expect(admins, `round ${round}`).toBe(1);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const end of ends) if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "state", sentence: LAST_ADMIN });
    await db().account.updateMany({ data: { role: "auditor" } });
    await db().account.update({ where: { id: ada.id }, data: { role: "admin" } });
  }
});

test("of five admins who all give their role up at once, one keeps it", async () => {
  await openConnections();
  const admins = [ada, ...(await Promise.all(Array.from({ length: 4 }, () => somebody("admin"))))];
  const ends = await Promise.allSettled(admins.map((one) => change(one, one.id, { role: "auditor" })));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(4);
  expect(await db().account.count({ where: { role: "admin" } })).toBe(1);
});

test("the list goes on by its cursor and back, is found by name and e-mail, and narrowed by role", async () => {
  const at = new Date("2026-01-01T00:00:00Z");
  await db().authUser.createMany({
    data: Array.from({ length: 120 }, (_, i) => ({
      id: `bulk${i}`,
      name: `Bulk ${String(i).padStart(3, "0")}`,
      email: `bulk${i}@lists.example`,
    })),
  });
  await db().account.createMany({
    data: Array.from({ length: 120 }, (_, i) => ({ authUserId: `bulk${i}`, role: i % 2 ? "none" : "operator", createdAt: at })),
  });
  const first = await listAccounts(as(ada));
  expect([first.rows.length, first.previous]).toEqual([50, null]);
  const second = await listAccounts(as(ada), { cursor: first.next ?? "" });
  const back = await listAccounts(as(ada), { cursor: second.previous ?? "" });
  expect(back.rows.map((row) => row.id)).toEqual(first.rows.map((row) => row.id));
  expect(new Set([...first.rows, ...second.rows].map((row) => row.id)).size).toBe(100);
  expect((await listAccounts(as(ada), { search: "BULK1" })).rows.map((row) => row.email)).toContain("bulk119@lists.example");
  expect((await listAccounts(as(ada), { search: "Bulk 00" })).rows).toHaveLength(10);
  expect((await listAccounts(as(ada), { search: "bulk_" })).rows).toEqual([]);
  expect((await listAccounts(as(ada), { search: "bulk 00", role: "none" })).rows.map((row) => row.role)).toEqual(Array(5).fill("none"));
  expect((await listAccounts(as(ada), { search: "ada@" })).rows).toMatchObject([{ role: "admin", name: "Ada Admin" }]);
  const operators = await listAccounts(as(ada), { role: "operator" });
  expect(new Set(operators.rows.map((row) => row.role))).toEqual(new Set(["operator"]));
  for (const cursor of ["nonsense", encodeCursor({ keys: ["now", "x"], back: false }), encodeCursor({ keys: [1, null], back: true })])
    for (const list of [listAccounts, listTokens, listAccountInvitations])
      expect(await refusal(() => list(as(ada), { cursor }))).toMatchObject({ code: "invalid", field: "cursor" });
  for (const role of ["operator", "none"] as const)
    expect(await refusal(() => listAccounts(as({ ...ada, role })))).toMatchObject({ code: "forbidden" });
  expect((await listAccounts(as({ ...ada, role: "auditor" }))).rows.length).toBe(50);
});

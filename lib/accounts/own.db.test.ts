import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { addPerson, addPersonWithProfile, as, newCluster, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { actorOf, addAccount, PASSWORD, signIn, type AccountActor } from "./accounts-for-tests";
import { changePassword, ChangePasswordBody } from "./change-password";
import { currentActor, currentSignInSession } from "./current-actor";
import { endSignInSession, endSignInSessions } from "./end-sign-in-sessions";
import { listSignInSessions, readAccount } from "./read-account";
import { readOwnDevices } from "./read-own-devices";

let ada: AccountActor;
let olga: AccountActor;
beforeAll(async () => {
  await newCluster();
  ada = await actorOf("ada@example.org");
  olga = await addAccount(as(ada), "olga@example.org", "none");
});

test("sign-in sessions are listed without their tokens; one is ended, the others stay", async () => {
  const [one, two] = [await signIn(olga.email), await signIn(olga.email)];
  const list = await listSignInSessions(as(olga), olga.id);
  expect(list.map((session) => session.id)).toEqual([two.session, one.session]);
  expect(list[0]).toMatchObject({ browser: expect.stringContaining("Firefox"), source: "198.51.100.9" });
  expect(JSON.stringify(list)).not.toMatch(/token/i);
  expect(await currentSignInSession(two.headers)).toBe(two.session);
  const { entries, moved } = await watched(() => endSignInSession(as(olga), olga.id, one.session));
  expect([entries, moved]).toEqual([["olga@example.org: account.end-sign-in-session account olga@example.org"], 0]);
  expect(await currentActor(one.headers)).toEqual({ kind: "nobody" });
  expect(await currentActor(two.headers)).toMatchObject({ email: olga.email });
  expect(await refusal(() => endSignInSession(as(olga), olga.id, one.session))).toMatchObject({ code: "missing" });
});

test("one's own only, unless one is an admin; an auditor looks and ends nothing", async () => {
  const { session, headers } = await signIn(olga.email);
  const theirs = await signIn(ada.email);
  expect(await refusal(() => listSignInSessions(as(olga), ada.id))).toMatchObject({ code: "forbidden" });
  expect(await refusal(() => readAccount(as(olga), ada.id))).toMatchObject({ code: "forbidden" });
  expect(await refusal(() => endSignInSession(as(olga), ada.id, theirs.session))).toMatchObject({ code: "forbidden" });
  expect(await refusal(() => endSignInSessions(as(olga), ada.id, null))).toMatchObject({ code: "forbidden" });
  expect(await refusal(() => endSignInSession(as(olga), olga.id, theirs.session)), "another's id under one's own path").toMatchObject({
    code: "missing",
  });
  const auditor = { ...(await addAccount(as(ada), "audrey@example.org", "auditor")) };
  expect((await listSignInSessions(as(auditor), olga.id)).map(({ id }) => id)).toContain(session);
  expect(await refusal(() => endSignInSessions(as(auditor), olga.id, null))).toMatchObject({ code: "forbidden" });
  const { entries } = await watched(() => endSignInSessions(as(ada), olga.id, null));
  expect(entries).toEqual(["ada@example.org: account.end-sign-in-sessions account olga@example.org"]);
  expect(await currentActor(headers)).toEqual({ kind: "nobody" });
  expect(await currentActor(theirs.headers)).toMatchObject({ email: ada.email });
  expect(await refusal(() => endSignInSessions(as(ada), olga.id, null))).toMatchObject({ code: "state" });
});

const ask = (current: string, password: string) => ChangePasswordBody.parse({ current, password });

test("a changed password ends the other sign-in sessions and keeps this one; the old password is of no use", async () => {
  const [here, there] = [await signIn(olga.email), await signIn(olga.email)];
  expect(await refusal(() => changePassword(as(olga), ask("a wrong password", "another good password"), here.session))).toMatchObject({
    code: "invalid",
    field: "current",
  });
  expect(await refusal(() => changePassword(as(olga), ask(PASSWORD, PASSWORD), here.session))).toMatchObject({ field: "password" });
  const { value, entries, moved } = await watched(() =>
    changePassword(as(olga, undefined, "a key"), ask(PASSWORD, "another good password"), here.session),
  );
  expect([value, entries, moved]).toEqual([{ ended: 1 }, ["olga@example.org: account.change-password account olga@example.org"], 0]);
  expect(await currentActor(here.headers)).toMatchObject({ email: olga.email });
  expect(await currentActor(there.headers)).toEqual({ kind: "nobody" });
  await expect(signIn(olga.email, PASSWORD)).rejects.toThrow();
  await signIn(olga.email, "another good password");
  expect(await db().idempotencyKey.count({ where: { key: "a key" } }), "I12: no quick hash of a password is kept").toBe(0);
  expect(ChangePasswordBody.safeParse({ current: "x", password: "short" }).error?.issues[0]?.path).toEqual(["password"]);
});

test("of five changes from one password at once one wins; wrong ones are counted like refused sign-ins", async () => {
  const ends = await Promise.allSettled(
    Array.from({ length: 5 }, (_, i) => changePassword(as(olga), ask("another good password", `the password number ${i}`), null)),
  );
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (let i = 0; i < 12; i++) await changePassword(as(olga), ask("a wrong password", "yet another password"), null).catch(() => null);
  expect(await refusal(() => changePassword(as(olga), ask("a wrong password", "yet another password"), null))).toMatchObject({
    code: "too-many",
  });
});

test("own devices: with a user theirs and nobody else's, without one none; programs have none", async () => {
  expect(await readOwnDevices(as(olga))).toBeNull();
  const ann = await addPersonWithProfile(as(ada), "ann");
  await addPerson(as(ada), "ben");
  const account = await addAccount(as(ada), "ann@example.org", "none", "ann");
  const own = await readOwnDevices(as(account));
  expect(own).toMatchObject({
    username: "ann",
    state: "active",
    devices: [{ name: "laptop", ipv4: ann.ipv4, ipv6: ann.ipv6, certificate: { commonName: "ann.laptop.1" }, connectedSince: null }],
  });
  const token = { kind: "token", id: crypto.randomUUID(), name: "ci", role: "admin", maker: { ...account, role: "admin" } } as const;
  expect(await refusal(() => readOwnDevices(as(token)))).toMatchObject({ code: "forbidden" });
});

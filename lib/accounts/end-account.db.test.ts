import { beforeAll, expect, test } from "vitest";
import { commit } from "@/lib/core/commit";
import { db } from "@/lib/db/client";
import { addPerson, as, newCluster, openConnections, watched } from "@/lib/lifecycle/cluster-for-tests";
import { acceptLink, actorOf, addAccount, inviteOne, signIn, type AccountActor } from "./accounts-for-tests";
import { changeAccount } from "./change-account";
import { currentActor } from "./current-actor";
import { endAccountOf, endAccountsOf, type EndedAccount } from "./end-account";

let ada: AccountActor;
beforeAll(async () => {
  await newCluster();
  ada = await actorOf("ada@example.org");
});
const userId = async (username: string) => (await db().user.findUniqueOrThrow({ where: { username } })).id;
/** What an offboarding does with the step. */
async function end(...usernames: string[]): Promise<EndedAccount[]> {
  const ids = await Promise.all(usernames.map(userId));
  const done = await commit(as(ada), "users.write", async (tx) => ({
    value: await endAccountsOf(tx, as(ada), ids),
    audit: { action: "test.end", subject: "test" },
    nodes: "need not",
  }));
  if (done.replayed) throw new Error("replayed");
  return done.value;
}

test("whoever is offboarded is signed out, has no role, and an open account invitation is withdrawn", async () => {
  await addPerson(as(ada), "olga");
  const olga = await addAccount(as(ada), "olga@example.org", "operator", "olga");
  const { headers } = await signIn("olga@example.org");
  const { value } = await watched(() => end("olga"));
  expect(value).toEqual([{ userId: await userId("olga"), email: "olga@example.org", ended: "role none" }]);
  expect(await currentActor(headers)).toEqual({ kind: "nobody" });
  expect(await db().account.findUniqueOrThrow({ where: { id: olga.id } })).toMatchObject({ role: "none", version: 2 });

  await addPerson(as(ada), "paul");
  const { token } = await inviteOne(as(ada), "paul@example.org", "operator", "paul");
  expect(await end("paul")).toEqual([]);
  await expect(acceptLink(token)).rejects.toMatchObject({ code: "gone" });
});

test("somebody without an account: nothing to end", async () => {
  await addPerson(as(ada), "plain");
  const id = await userId("plain");
  expect(await db().$transaction((tx) => endAccountOf(tx, as(ada), id))).toBeNull();
});

test("the last admin keeps role and sign-in session; of several who are all that there are, one", async () => {
  await addPerson(as(ada), "ada");
  await changeAccount(as(ada), ada.id, { version: 1, username: "ada" });
  const { headers } = await signIn(ada.email);
  expect(await end("ada")).toMatchObject([{ ended: "kept: the last admin" }]);
  expect(await currentActor(headers)).toMatchObject({ role: "admin" });
  await addPerson(as(ada), "bea");
  await addAccount(as(ada), "bea@example.org", "admin", "bea");
  const ended = await end("ada", "bea");
  expect(ended.map((one) => one.ended).sort()).toEqual(["kept: the last admin", "role none"]);
  expect(await db().account.count({ where: { role: "admin" } })).toBe(1);
  const [kept] = await db().account.findMany({ where: { role: "admin" } });
  if (kept?.id !== ada.id) {
    await db().account.update({ where: { id: ada.id }, data: { role: "admin" } });
    await db().account.update({ where: { id: kept?.id ?? "" }, data: { role: "none" } });
  }
});

test("an offboarding of one admin while the other gives up the role leaves one admin", async () => {
  await openConnections();
  for (let round = 0; round < 8; round++) {
    const username = `round${round}`;
    await addPerson(as(ada), username);
    const other = await addAccount(as(ada), `${username}@example.org`, "admin", username);
    const { version } = await db().account.findUniqueOrThrow({ where: { id: ada.id } });
    await Promise.allSettled([end(username), changeAccount(as(other), ada.id, { version, role: "auditor" })]);
    expect(await db().account.count({ where: { role: "admin" } }), `round ${round}`).toBeGreaterThanOrEqual(1);
    await db().account.update({ where: { id: ada.id }, data: { role: "admin" } });
    await db().account.update({ where: { id: other.id }, data: { role: "none" } });
  }
});

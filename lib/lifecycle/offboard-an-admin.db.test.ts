import { beforeAll, expect, test } from "vitest";
import { acceptLink, actorOf, addAccount, inviteOne, type AccountActor } from "@/lib/accounts/accounts-for-tests";
import { changeAccount } from "@/lib/accounts/change-account";
import { createToken, CreateTokenBody } from "@/lib/accounts/create-token";
import { findToken } from "@/lib/accounts/find-token";
import { removeAccount } from "@/lib/accounts/remove-account";
import { revokeToken } from "@/lib/accounts/revoke-token";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { doRuns } from "@/lib/runs/do-runs";
import { startRun, StartRunBody } from "@/lib/runs/start-run";
import { setLeaveDate } from "@/lib/users/set-leave-date";
import { addPersonWithProfile, as, newCluster, refusal } from "./cluster-for-tests";
import { offboardUser } from "./offboard-user";

let ada: Actor;
let olga: AccountActor;
beforeAll(async () => {
  ada = await newCluster();
  olga = await addAccount(as(ada), "olga@example.org", "operator");
  await addPersonWithProfile(as(ada), "bea");
  await addAccount(as(ada), "bea@example.org", "admin", "bea");
});
const tokenActor = async (id: string): Promise<Actor> => (await findToken({ id }, new Date()))?.actor ?? { kind: "nobody" };
const bea = async () => ({
  user: (await db().user.findUniqueOrThrow({ where: { username: "bea" } })).state,
  role: (await actorOf("bea@example.org")).role,
});
const sentence =
  "bea has an account with the role admin, which leaving takes away. Only an admin can do that: ask one, or have the role changed first.";

test("an operator does not offboard an admin, nor sets the date on which the portal would", async () => {
  const by = as(olga);
  const refused = await refusal(() => offboardUser(by, "bea", { confirm: "bea" }));
  expect(refused).toEqual({ code: "forbidden", sentence, field: undefined });
  const leavesAt = new Date(Date.now() + 3_600_000).toISOString();
  await expect(setLeaveDate(by, "bea", { leavesAt, version: 1 })).rejects.toMatchObject({ code: "forbidden", sentence });
  expect(await bea()).toEqual({ user: "active", role: "admin" });
});

test("in an operator's run the admin is refused with the sentence and the others are offboarded", async () => {
  await addPersonWithProfile(as(ada), "carl");
  const run = await startRun(as(olga), StartRunBody.parse({ verb: "offboard", usernames: ["bea", "carl"] }));
  if (run.replayed) throw new Error("replayed");
  await doRuns(as({ kind: "portal" }));
  const items = await db().runItem.findMany({ where: { runId: run.value.id }, orderBy: { n: "asc" } });
  expect(items.map((item) => [item.state, item.sentence])).toEqual([
    ["failed", sentence],
    ["done", null],
  ]);
  expect(await bea()).toEqual({ user: "active", role: "admin" });
});

test("an admin's run that is done after the role went does not take another admin's away", async () => {
  const dora = await addAccount(as(ada), "dora@example.org", "admin");
  // The role is gone, but who acts was read before.
  await db().account.update({ where: { id: dora.id }, data: { role: "operator" } });
  await expect(offboardUser(as(dora), "bea", { confirm: "bea" })).rejects.toMatchObject({ code: "forbidden" });
  expect(await bea()).toEqual({ user: "active", role: "admin" });
});

test("whoever is no admin any more does not come back by a link that they sent to themselves", async () => {
  const eve = await addAccount(as(ada), "eve@example.org", "admin");
  const first = await inviteOne(as(eve), "eve2@example.org", "admin");
  await changeAccount(as(ada), eve.id, { version: 1, role: "auditor" });
  await expect(acceptLink(first.token)).rejects.toMatchObject({ code: "gone" });

  const fay = await addAccount(as(ada), "fay@example.org", "admin");
  const second = await inviteOne(as(fay), "fay2@example.org", "admin");
  await removeAccount(as(ada), fay.id, { confirm: "fay@example.org" });
  await expect(acceptLink(second.token)).rejects.toMatchObject({ code: "gone" });

  const made = await createToken(as(ada), CreateTokenBody.parse({ name: "deploy", role: "admin", expiresInDays: 1 }));
  if (made.replayed) throw new Error("replayed");
  const { id } = made.value;
  const third = await inviteOne(as(await tokenActor(id)), "gus@example.org", "admin");
  await revokeToken(as(ada), id);
  await expect(acceptLink(third.token)).rejects.toMatchObject({ code: "gone" });

  // By a program of theirs it is the same.
  const hal = await addAccount(as(ada), "hal@example.org", "admin");
  const his = await createToken(as(hal), CreateTokenBody.parse({ name: "hal's job", role: "admin", expiresInDays: null }));
  if (his.replayed) throw new Error("replayed");
  const byHis = await inviteOne(as(await tokenActor(his.value.id)), `hal2@example.org`, "admin");
  await changeAccount(as(ada), hal.id, { version: 1, role: "none" });
  await expect(acceptLink(byHis.token)).rejects.toMatchObject({ code: "gone" });

  const fourth = await inviteOne(as(await actorOf("bea@example.org")), "bea2@example.org", "admin");
  await offboardUser(as(ada), "bea", { confirm: "bea" });
  await expect(acceptLink(fourth.token)).rejects.toMatchObject({ code: "gone" });
  expect(await bea()).toEqual({ user: "offboarded", role: "none" });
});

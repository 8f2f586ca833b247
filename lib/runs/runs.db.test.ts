import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addPersonWithProfile, as, newCluster, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { cancelRun } from "./cancel-run";
import { doRuns } from "./do-runs";
import { doSlice } from "./do-slice";
import { readRun } from "./read-run";
import { startRun, StartRunBody } from "./start-run";

let admin: Actor;
const portal = () => as({ kind: "portal" });
const start = async (body: object) => {
  const done = await startRun(as(admin), StartRunBody.parse(body));
  if (done.replayed) throw new Error("started before");
  return done.value;
};
const states = async (...usernames: string[]) => {
  const users = await db().user.findMany({ where: { username: { in: usernames } }, orderBy: { username: "asc" } });
  return users.map((user) => user.state);
};

beforeAll(async () => {
  admin = await newCluster();
});
let n = 0;
let people: string[] = [];
beforeEach(async () => {
  n += 1;
  people = ["a", "b", "c"].map((name) => `${name}${n}`);
  for (const name of people) await addPersonWithProfile(as(admin), name);
});

it("offboards many in one transaction with one revision and one entry that names everybody; what cannot be done says why", async () => {
  const run = await start({ verb: "offboard", usernames: [...people, "nobody"] });
  expect(run.total).toBe(4);
  const { entries, moved } = await watched(() => doRuns(portal()));
  expect(entries).toEqual([`ada@example.org: user.offboard run ${run.id}`, `portal: run.end run ${run.id}`]);
  expect(moved).toBe(1);
  expect(await states(...people)).toEqual(["offboarded", "offboarded", "offboarded"]);
  const entry = await db().auditEntry.findFirstOrThrow({ where: { subject: `run ${run.id}`, action: "user.offboard" } });
  expect(entry.details).toMatchObject({ users: people, refused: [{ n: 4, why: 'There is no user "nobody".' }] });
  expect(await readRun(as(admin), run.id)).toMatchObject({
    state: "done",
    done: 3,
    failed: 1,
    failedItems: { rows: [{ n: 4, what: "nobody", sentence: 'There is no user "nobody".' }] },
  });
});

it("I6: suspends many, so that no bundle admits them, and resumes them", async () => {
  await start({ verb: "suspend", usernames: people });
  await doRuns(portal());
  expect(await states(...people)).toEqual(["suspended", "suspended", "suspended"]);
  const out = await db().certificate.count({ where: { device: { user: { username: { in: people } } }, removalRevision: null } });
  expect(out).toBe(0);
  const again = await start({ verb: "suspend", usernames: people.slice(0, 1) });
  expect((await watched(() => doRuns(portal()))).moved).toBe(0);
  expect(await readRun(as(admin), again.id)).toMatchObject({ done: 0, failed: 1 });
  await start({ verb: "resume", usernames: people });
  await doRuns(portal());
  expect(await states(...people)).toEqual(["active", "active", "active"]);
});

it("asks for the number above ten, refuses nobody and too many, and whom the role does not allow", async () => {
  const many = Array.from({ length: 11 }, (_, i) => `many${i}`);
  expect(await refusal(() => start({ verb: "offboard", usernames: many }))).toMatchObject({ field: "confirm" });
  expect(await refusal(() => start({ verb: "offboard", usernames: many, confirm: 10 }))).toMatchObject({ field: "confirm" });
  for (const [verb, sentence] of [
    ["suspend", "This suspends 11 users. Type 11 to confirm."],
    ["resume", "This resumes 11 users. Type 11 to confirm."],
    ["invite", "This invites 11 users. Type 11 to confirm."],
  ])
    expect(await refusal(() => start({ verb, usernames: many }))).toMatchObject({ field: "confirm", sentence });
  const begun = await start({ verb: "resume", usernames: many, confirm: 11 });
  expect(begun.total).toBe(11);
  await cancelRun(as(admin), begun.id);
  expect(await refusal(() => start({ verb: "suspend", filter: { search: "no such person at all" } }))).toMatchObject({ code: "state" });
  const auditor = { ...admin, role: "auditor" } as Actor;
  expect(await refusal(() => startRun(as(auditor), StartRunBody.parse({ verb: "suspend", usernames: people })))).toMatchObject({
    code: "forbidden",
  });
  expect(StartRunBody.safeParse({ verb: "suspend" }).success).toBe(false);
  expect(StartRunBody.safeParse({ verb: "suspend", usernames: people, filter: {} }).success).toBe(false);
});

it("cancels between two transactions: what is done stays, what waits is left alone, once", async () => {
  const run = await start({ verb: "suspend", usernames: people });
  const row = await db().run.findUniqueOrThrow({ where: { id: run.id } });
  await doSlice(portal(), run.id, row.actor, 1);
  const { entries } = await watched(() => cancelRun(as(admin), run.id));
  expect(entries).toEqual([`ada@example.org: run.cancel run ${run.id}`]);
  expect(await doRuns(portal())).toBe(false);
  expect(await states(...people)).toEqual(["suspended", "active", "active"]);
  expect(await refusal(() => cancelRun(as(admin), run.id))).toMatchObject({ code: "state" });
});

it("stops when the role is taken away in the middle, and says so", async () => {
  const account = await db().account.create({
    data: {
      role: "operator",
      createdAt: new Date(),
      authUser: { create: { id: `op${n}`, name: "Olga", email: `olga${n}@example.org` } },
    },
    include: { authUser: true },
  });
  const olga: Actor = { kind: "account", id: account.id, authUserId: account.authUserId, email: account.authUser.email, role: "operator" };
  const done = await startRun(as(olga), StartRunBody.parse({ verb: "suspend", usernames: people }));
  const id = done.replayed ? "" : done.value.id;
  const row = await db().run.findUniqueOrThrow({ where: { id } });
  await doSlice(portal(), id, row.actor, 1);
  await db().account.update({ where: { id: account.id }, data: { role: "auditor" } });
  const { entries } = await watched(() => doRuns(portal()));
  expect(entries).toEqual([`portal: run.end run ${id}`]);
  expect(await states(...people)).toEqual(["suspended", "active", "active"]);
  expect(await readRun(as(admin), id)).toMatchObject({ state: "cancelled", done: 1, ended: expect.stringContaining("role (auditor)") });
});

it("I9: an item that throws is set aside with its reason, and the others are done", async () => {
  const usernames = [...people, "z-poison"];
  const run = await start({ verb: "suspend", usernames });
  // The input is not what the verb needs: the slice throws until the item stands alone.
  await db().runItem.update({ where: { runId_n: { runId: run.id, n: 2 } }, data: { input: { wrong: true } } });
  await doRuns(portal());
  const read = await readRun(as(admin), run.id);
  expect(read).toMatchObject({ state: "done", done: 2, failed: 2 });
  expect(read.failedItems.rows[0]).toMatchObject({ n: 2, sentence: expect.stringContaining("Something broke, reference") });
  expect(await states(...people)).toEqual(["suspended", "active", "suspended"]);
});

it("I9: two portals share a run, and each item is done once", async () => {
  const run = await start({ verb: "suspend", usernames: people });
  await Promise.all([doRuns(portal(), 1), doRuns(portal(), 1), doRuns(portal(), 1)]);
  while (await doRuns(portal(), 1));
  const read = await readRun(as(admin), run.id);
  expect(read).toMatchObject({ state: "done", done: 3, failed: 0 });
  const entries = await db().auditEntry.findMany({ where: { subject: `run ${run.id}` }, orderBy: { seq: "asc" } });
  expect(entries.map((entry) => entry.action)).toEqual(["run.start", "user.suspend", "user.suspend", "user.suspend", "run.end"]);
});

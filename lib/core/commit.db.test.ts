import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { Refusal, refuse } from "@/lib/refusal";
import { admin as adminOf, as, newCluster, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { onboard, OnboardBody } from "@/lib/users/onboard";
import { commit } from "./commit";
import type { Actor } from "./context";

let admin: Actor;
const facts = { action: "test.do", subject: "test" };
const keyed = (key: string, bodyHash = "a", route = "POST /x") => ({ ...as(admin), idempotency: { key, route, bodyHash } });

beforeAll(async () => {
  await expect(commit(as({ kind: "setup" }), "setup", async () => ({ value: 1, audit: facts, nodes: "need not" }))).rejects.toMatchObject({
    code: "state",
    sentence: expect.stringContaining("not set up"),
  });
  admin = await newCluster();
});

test("one entry each; the revision moves only when nodes must see, and atRevision gets it", async () => {
  const seen: bigint[] = [];
  const one = await watched(() => commit(as(admin), "users.write", async () => ({ value: "x", audit: facts, nodes: "need not" })));
  expect(one).toMatchObject({ value: { value: "x", replayed: false }, entries: ["ada@example.org: test.do test"], moved: 0 });
  const two = await watched(() =>
    commit(as(admin), "users.write", async () => ({
      value: "x",
      audit: facts,
      nodes: "must see",
      atRevision: async (_tx, revision) => void seen.push(revision),
    })),
  );
  expect(two).toMatchObject({ entries: ["ada@example.org: test.do test"], moved: 1 });
  expect(seen).toEqual([two.value.revision]);
});

test("I9: a refusal, a bug, or a failure after the entry was written undo everything", async () => {
  const users = await db().user.count();
  const make = (tx: Parameters<Parameters<typeof commit>[2]>[0]) =>
    tx.user.create({ data: { username: "half", name: "Half", createdAt: new Date() } });
  expect(
    await refusal(() =>
      commit(as(admin), "users.write", async (tx) => {
        await make(tx);
        return refuse("state", "No.");
      }),
    ),
  ).toMatchObject({ code: "state" });
  const bug = await watched(() =>
    commit(as(admin), "users.write", async (tx) => {
      await make(tx);
      return { value: 1, audit: facts, nodes: "must see", atRevision: async () => Promise.reject(new Error("a bug")) };
    }).catch((error: unknown) => error),
  );
  expect(bug).toMatchObject({ value: expect.objectContaining({ message: "a bug" }), entries: [], moved: 0 });
  expect(await db().user.count()).toBe(users);
});

test("I9: one key, one effect: thirty at once do the work once and all get its answer; another body, route or caller is another matter", async () => {
  let worked = 0;
  const work = () =>
    commit(keyed("k"), "users.write", async () => ({ value: { n: ++worked, at: new Date(0), big: 5n }, audit: facts, nodes: "must see" }));
  const { value: all, entries, moved } = await watched(() => Promise.all(Array.from({ length: 30 }, work)));
  expect([worked, entries.length, moved]).toEqual([1, 1, 1]);
  expect(all.filter(({ replayed }) => replayed)).toHaveLength(29);
  for (const one of all) if (one.replayed) expect(one.value).toEqual({ n: 1, at: "1970-01-01T00:00:00.000Z", big: "5" });
  const again = (ctx: ReturnType<typeof keyed>) => () =>
    commit(ctx, "users.write", async () => ({ value: ++worked, audit: facts, nodes: "need not" }));
  expect(await refusal(again(keyed("k", "b")))).toMatchObject({ code: "state", sentence: expect.stringContaining("different request") });
  await again(keyed("k", "a", "POST /y"))();
  await again({ ...keyed("k"), actor: { ...admin, id: crypto.randomUUID() } as Actor })();
  expect(worked).toBe(3);
});

test("I9: a key whose work was refused is free again; a waiting twin then does the work itself", async () => {
  let first = true;
  const work = () =>
    commit(keyed("second try"), "users.write", async (tx) => {
      if (first) {
        first = false;
        await tx.$queryRaw`SELECT 1 AS slept FROM pg_sleep(0.3)`;
        refuse("busy", "Not now.");
      }
      return { value: "done", audit: facts, nodes: "need not" };
    });
  const twins = await Promise.allSettled([work(), work()]);
  expect(twins.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await work()).toMatchObject({ replayed: true, value: "done" });
});

test("I12: what is stored as an answer has no secret that is shown once", async () => {
  const body = OnboardBody.parse({ username: "ann", name: "Ann", device: "laptop" });
  const made = await onboard(keyed("onboard ann"), body);
  if (made.replayed || !made.value.invitation) throw new Error("no invitation");
  const again = await onboard(keyed("onboard ann"), body);
  expect(again).toMatchObject({ replayed: true, value: { username: "ann", device: { name: "laptop" }, invitation: null } });
  expect(JSON.stringify(await db().idempotencyKey.findMany())).not.toContain(made.value.invitation.token);
});

test("revisions and audit numbers have no gap and no twin after 60 commits at once, a third of which fail", async () => {
  const { entries, moved } = await watched(() =>
    Promise.allSettled(
      Array.from({ length: 60 }, (_, i) =>
        commit(as(admin), "users.write", async () => {
          if (i % 3 === 0) throw new Refusal("state", "No.");
          return { value: i, audit: facts, nodes: "must see" };
        }),
      ),
    ),
  );
  expect([entries.length, moved]).toEqual([40, 40]);
});

test("permissions are asked before anything else, for every kind of actor", async () => {
  const work = (actor: Actor) => () => commit(as(actor), "nodes.write", async () => ({ value: 1, audit: facts, nodes: "need not" }));
  const account = await adminOf();
  for (const role of ["operator", "auditor", "none"] as const)
    expect(await refusal(work({ ...account, role } as Actor))).toMatchObject({
      code: "forbidden",
      sentence: expect.stringContaining(role),
    });
  for (const actor of [
    { kind: "node", id: "x", name: "vpn1" },
    { kind: "invitation", id: "x" },
    { kind: "join", nodeId: "x", name: "vpn1" },
    { kind: "setup" },
    { kind: "portal" },
  ] as const)
    expect(await refusal(work(actor))).toMatchObject({ code: "forbidden" });
  expect(await refusal(work({ kind: "nobody" }))).toMatchObject({ code: "signed-out" });
});

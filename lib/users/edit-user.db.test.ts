import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addPerson, as, newCluster, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { editUser, EditUserBody } from "./edit-user";
import { listUsers } from "./list-users";
import { UsersQuery } from "./user-filter";

let admin: Actor;
beforeAll(async () => {
  admin = await newCluster();
  await addPerson(as(admin), "ann");
});
const edit = (body: object, actor = admin) => editUser(as(actor), "ann", EditUserBody.parse(body));
const found = async (search: string) => (await listUsers(as(admin), UsersQuery.parse({ search }))).rows.map(({ username }) => username);

test("a name and an e-mail are changed, with one audit entry that has both sides, no revision, and found by the new ones only", async () => {
  const { value, entries, moved } = await watched(() => edit({ version: 1, name: "Ann Müller", email: "ann.mueller@example.org" }));
  expect(value.value).toEqual({ username: "ann", name: "Ann Müller", email: "ann.mueller@example.org", version: 2 });
  expect(entries).toEqual(["ada@example.org: user.edit user ann"]);
  expect(moved).toBe(0);
  const { details } = await db().auditEntry.findFirstOrThrow({ orderBy: { seq: "desc" } });
  expect(details).toEqual({
    name: { before: "Person ann", after: "Ann Müller" },
    email: { before: "ann@example.org", after: "ann.mueller@example.org" },
  });
  expect([await found("muller"), await found("ann.mueller@"), await found("person"), await found("ann@exa")]).toEqual([
    ["ann"],
    ["ann"],
    [],
    [],
  ]);
});

test("what is left out stays, and an empty e-mail is taken away", async () => {
  expect((await edit({ version: 2, name: "Ann Miller" })).value).toMatchObject({
    name: "Ann Miller",
    email: "ann.mueller@example.org",
    version: 3,
  });
  expect((await edit({ version: 3, email: "" })).value).toMatchObject({ name: "Ann Miller", email: null, version: 4 });
});

test("portal.7 of two edits of the same version one is made and the other is told, whichever comes first", async () => {
  const ends = await Promise.allSettled([edit({ version: 4, name: "Ann One" }), edit({ version: 4, name: "Ann Two" })]);
  expect(ends.map((end) => end.status).sort()).toEqual(["fulfilled", "rejected"]);
  const refused = ends.find((end) => end.status === "rejected");
  expect(refused).toMatchObject({
    reason: { code: "state", field: "version", sentence: expect.stringContaining("Somebody else has changed the user ann") },
  });
  expect(await db().user.findUniqueOrThrow({ where: { username: "ann" } })).toMatchObject({ version: 5 });
});

test("refused: nobody of that name, those who only read, nothing to change, a version that is missing", async () => {
  expect(await refusal(() => editUser(as(admin), "nobody", EditUserBody.parse({ version: 1, name: "x" })))).toMatchObject({
    code: "missing",
  });
  expect(await refusal(() => edit({ version: 5, name: "x" }, { ...admin, role: "auditor" } as Actor))).toMatchObject({ code: "forbidden" });
  expect(EditUserBody.safeParse({ version: 5 }).error?.issues[0]).toMatchObject({ path: ["name"] });
  expect(EditUserBody.safeParse({ name: "x" }).error?.issues[0]).toMatchObject({
    path: ["version"],
    message: "The version is missing: send the one that you read.",
  });
  expect(EditUserBody.safeParse({ version: 5, username: "other" }).success).toBe(false);
});

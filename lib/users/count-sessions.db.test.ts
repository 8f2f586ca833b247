import { beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addEnrolledNode, addPersonWithProfile, as, newCluster, type TestNode } from "@/lib/lifecycle/cluster-for-tests";
import { countWaitingSessions } from "./count-sessions";
import { listUsers } from "./list-users";
import { UsersQuery } from "./user-filter";

let admin: Actor;
let nodes: TestNode[] = [];
beforeAll(async () => {
  admin = await newCluster();
  nodes = [await addEnrolledNode(as(admin), "vpn1"), await addEnrolledNode(as(admin), "vpn2")];
  for (const name of ["ann", "bob"]) await addPersonWithProfile(as(admin), name);
});

const connected = async () => {
  const { rows } = await listUsers(as(admin), UsersQuery.parse({ connected: "yes", sort: "username" }));
  return rows.map(({ username }) => username);
};
const session = (at: number, username: string) => ({
  nodeId: nodes[at]?.id ?? "",
  clientId: username.charCodeAt(0),
  commonName: `${username}.laptop.1`,
  source: "203.0.113.9:5",
  since: new Date(),
  bytesIn: 0n,
  bytesOut: 0n,
});
const come = (at: number, username: string) => db().vpnSession.create({ data: session(at, username) });
const go = (at: number, username: string) =>
  db().vpnSession.deleteMany({ where: { nodeId: nodes[at]?.id, commonName: `${username}.laptop.1` } });

it("somebody is connected from the first VPN session to the last, on whichever nodes they are", async () => {
  await come(0, "ann");
  await come(1, "ann");
  expect(await connected()).toEqual(["ann"]);
  await go(0, "ann");
  expect(await connected()).toEqual(["ann"]);
  await go(1, "ann");
  expect(await connected()).toEqual([]);
});

it("what a node reports waits for nobody who has the user's row locked, and is counted once when the row is free", async () => {
  await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM "user" WHERE username = 'bob' FOR UPDATE`;
    await come(0, "bob");
    await come(1, "bob");
    await go(1, "bob");
    await countWaitingSessions();
  });
  expect(await connected()).toEqual([]);
  await Promise.all([countWaitingSessions(), countWaitingSessions()]);
  expect(await connected()).toEqual(["bob"]);
  expect(await db().userSessionDelta.count()).toBe(0);
  expect(await db().user.findUniqueOrThrow({ where: { username: "bob" } })).toMatchObject({ vpnSessionCount: 1 });
});

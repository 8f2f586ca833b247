import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { forgetOldRows } from "@/lib/jobs/forget-old-rows";
import {
  addEnrolledNode,
  addPersonWithProfile,
  as,
  newCluster,
  nodeContext,
  refusal,
  reportOf,
  type TestNode,
} from "@/lib/lifecycle/cluster-for-tests";
import { readUser } from "@/lib/users/read";
import { listNodes } from "./read";
import { readPastSessions } from "./read-past-sessions";
import { removeNode } from "./remove-node";
import { storeReport } from "./store-report";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  node = await addEnrolledNode(as(admin), "vpn1");
  await addPersonWithProfile(as(admin), "ann");
});
const since = new Date(Date.now() - 60_000).toISOString();
const session = (clientId: number, said: { since?: string; bytesIn?: number; commonName?: string; ipv4?: string } = {}) => ({
  commonName: "ann.laptop.1",
  clientId,
  ipv4: "10.8.0.2",
  ipv6: "fd00::2",
  source: "203.0.113.5:1194",
  since,
  bytesIn: 1,
  bytesOut: 2,
  ...said,
});
const store = (vpnSessions: ReturnType<typeof session>[], from = node) => storeReport(nodeContext(from), reportOf(from, { vpnSessions }));
const past = async (cursor?: string) => readPastSessions(as(admin), "ann", { cursor });

test("a VPN session that is no longer reported has ended when it was last reported, with its last counts", async () => {
  await store([session(1)]);
  await store([session(1, { bytesIn: 500, ipv4: "10.8.0.3" }), session(2)]);
  expect((await readUser(as(admin), "ann"))?.devices[0]?.vpnSessions).toMatchObject([{ bytesIn: 500n, ipv4: "10.8.0.3" }, { bytesIn: 1n }]);
  expect((await db().node.findUniqueOrThrow({ where: { id: node.id } })).vpnSessionCount).toBe(2);
  const { reportedAt } = await db().node.findUniqueOrThrow({ where: { id: node.id } });
  await store([session(2)]);
  expect((await past()).rows).toMatchObject([
    {
      node: "vpn1",
      commonName: "ann.laptop.1",
      source: "203.0.113.5:1194",
      since: new Date(since),
      until: reportedAt,
      bytesIn: 500n,
      bytesOut: 2n,
    },
  ]);
  expect((await listNodes(as(admin)))[0]?.vpnSessions).toBe(1);
});

test("the same client id in another VPN session ends the one before", async () => {
  await store([session(2, { since: new Date(Date.now() - 5000).toISOString() })]);
  expect((await past()).rows).toHaveLength(2);
  expect(await db().vpnSession.count()).toBe(1);
});

test("where the settings say so, whence they came is not kept, and what was kept is forgotten", async () => {
  await db().settings.update({ where: { id: 1 }, data: { keepSourceAddresses: false } });
  await store([]);
  expect((await past()).rows.map(({ source }) => source)).toEqual([null, "203.0.113.5:1194", "203.0.113.5:1194"]);
  await forgetOldRows(as(admin));
  expect((await past()).rows.map(({ source }) => source)).toEqual([null, null, null]);
  await db().settings.update({ where: { id: 1 }, data: { keepSourceAddresses: true } });
});

test("history is forgotten after as many days as the settings say", async () => {
  // The rows age and not the clock, which would not be believed.
  const days = (n: number) =>
    db().$executeRaw`UPDATE past_vpn_session SET since = since - ${`${n} days`}::interval, until = until - ${`${n} days`}::interval`;
  await days(29);
  await forgetOldRows(as(admin));
  expect((await past()).rows).toHaveLength(3);
  await days(2);
  await forgetOldRows(as(admin));
  expect((await past()).rows).toEqual([]);
});

test("pages go on and back by cursor; one that is not ours is refused; who may not read users reads none", async () => {
  await db().pastVpnSession.createMany({
    data: Array.from({ length: 25 }, (_, i) => ({
      nodeId: node.id,
      commonName: "ann.laptop.1",
      since: new Date(since),
      until: new Date(Date.now() - i * 60_000),
      bytesIn: BigInt(i),
      bytesOut: 0n,
    })),
  });
  const first = await past();
  const second = await past(first.next ?? "");
  const third = await past(second.next ?? "");
  expect([first, second, third].flatMap(({ rows }) => rows.map(({ bytesIn }) => Number(bytesIn)))).toEqual(
    Array.from({ length: 25 }, (_, i) => i),
  );
  expect([first.previous, third.next]).toEqual([null, null]);
  expect((await past(third.previous ?? "")).rows).toEqual(second.rows);
  const odd = Buffer.from(JSON.stringify([["x", "y"], false])).toString("base64url");
  expect(await refusal(() => past(odd))).toMatchObject({ code: "invalid", field: "cursor" });
  expect(await refusal(() => readPastSessions(as({ kind: "nobody" }), "ann"))).toMatchObject({ code: "signed-out" });
});

test("a node that is removed ends its VPN sessions", async () => {
  const second = await addEnrolledNode(as(admin), "vpn2");
  await store([session(1, { bytesIn: 77 })], second);
  await removeNode(as(admin), "vpn2", { confirm: "vpn2" });
  expect(await db().vpnSession.count({ where: { nodeId: second.id } })).toBe(0);
  expect(await db().pastVpnSession.count({ where: { nodeId: second.id, bytesIn: 77n } })).toBe(1);
});

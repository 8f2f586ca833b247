import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addEnrolledNode, as, newCluster, newJoinToken, openConnections, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { addBalancer } from "./add-balancer";
import { addNode } from "./add-node";
import { addRemote } from "./add-remote";
import { AddBalancerBody } from "./balancer-body";
import { changeRemote } from "./change-remote";
import { listRemotes, readProfileLines, type RemoteFacts } from "./list-remotes";
import { moveRemote } from "./move-remote";
import { AddNodeBody } from "./naming";
import { remoteListInForce } from "./read-remote-list";
import { AddRemoteBody, ChangeRemoteBody } from "./remote-body";
import { removeNode } from "./remove-node";
import { removeRemote } from "./remove-remote";

let admin: Actor;
beforeAll(async () => {
  admin = await newCluster();
  await addEnrolledNode(as(admin), "vpn1");
  await addEnrolledNode(as(admin), "vpn2");
});
const list = () => listRemotes(as(admin));
const first = async (): Promise<RemoteFacts> => {
  const [remote] = await list();
  if (!remote) throw new Error("no remote");
  return remote;
};
const inForce = async () => (await remoteListInForce()).remotes.map(({ address }) => address);
const add = (body: object) => addRemote(as(admin), AddRemoteBody.parse(body));

test("a node brings its own remote, which profiles list once it has joined, drained or not, and drop when it is removed", async () => {
  await newJoinToken(as(admin), "vpn3");
  expect((await list()).map(({ of, listed, why }) => [of.name, listed, why])).toEqual([
    ["vpn1", true, null],
    ["vpn2", true, null],
    ["vpn3", false, "Not before it has joined"],
  ]);
  expect(await inForce()).toHaveLength(2);
  await db().node.update({ where: { name: "vpn2" }, data: { drainedAt: new Date() } });
  expect(await inForce()).toHaveLength(2);
  expect(await readProfileLines(as(admin))).toContain("remote-random");
  await removeNode(as(admin), "vpn3", { confirm: "vpn3" });
  expect((await list()).map(({ of }) => of.name)).toEqual(["vpn1", "vpn2"]);
});

test("a remote of a node: added at the end, changed, moved, removed; audited, and nodes need not see it", async () => {
  const added = await watched(() => add({ node: "vpn1", address: "VPN.example.org", port: 443, weight: 2 }));
  expect([added.entries, added.moved]).toEqual([["ada@example.org: remote.add node vpn1"], 0]);
  const remote = (await list()).at(-1);
  if (!remote) throw new Error("no remote");
  expect(remote).toMatchObject({ address: "vpn.example.org", port: 443, weight: 2, of: { kind: "node", name: "vpn1" } });
  expect((await inForce()).filter((address) => address === "vpn.example.org")).toHaveLength(2);
  const key = (await remoteListInForce()).key;

  const changed = await watched(() => changeRemote(as(admin), remote.id, ChangeRemoteBody.parse({ version: remote.version, weight: 1 })));
  expect([changed.entries, changed.moved]).toEqual([["ada@example.org: remote.change node vpn1"], 0]);
  expect((await remoteListInForce()).key).not.toBe(key);

  const moved = await watched(() => moveRemote(as(admin), remote.id, { version: remote.version + 1, place: 1 }));
  expect([moved.entries, moved.moved]).toEqual([["ada@example.org: remote.move node vpn1"], 0]);
  expect((await inForce())[0]).toBe("vpn.example.org");
  const removed = await watched(() => removeRemote(as(admin), remote.id, { version: remote.version + 2 }));
  expect([removed.entries, removed.moved]).toEqual([["ada@example.org: remote.remove node vpn1"], 0]);
  expect(await inForce()).toHaveLength(2);
});

test("bad remotes are refused with a sentence and their field", async () => {
  const { address } = await first();
  const cases: [object, object][] = [
    [
      { node: "nobody", address: "a.example.org" },
      { code: "invalid", field: "node", sentence: expect.stringContaining("There is no node nobody.") },
    ],
    [
      { balancer: "nobody", address: "a.example.org" },
      { code: "invalid", field: "balancer" },
    ],
    [
      { node: "vpn3", address: "a.example.org" },
      { code: "state", field: "node" },
    ],
    [
      { node: "vpn1", address: "a.example.org", proto: "tcp" },
      { code: "invalid", field: "proto" },
    ],
    [
      { node: "vpn1", address },
      { code: "taken", field: "address" },
    ],
  ];
  for (const [body, expected] of cases) expect(await refusal(() => add(body)), JSON.stringify(body)).toMatchObject(expected);
  for (const body of [
    { address: "a.example.org" },
    { node: "vpn1", balancer: "lb1", address: "a.example.org" },
    { node: "vpn1", address: "999.1.1.1" },
    { node: "vpn1", address: "a b" },
    { node: "vpn1", address: "a.example.org", weight: 11 },
    { node: "vpn1", address: "a.example.org", port: 0 },
  ])
    expect(AddRemoteBody.safeParse(body).success, JSON.stringify(body)).toBe(false);
});

test("where one node listens no other's remote leads, and a node is not added where a remote is", async () => {
  const vpn2 = await db().node.findUniqueOrThrow({ where: { name: "vpn2" }, include: { remotes: true } });
  for (const { id, version } of vpn2.remotes) await removeRemote(as(admin), id, { version });
  expect(await refusal(() => add({ node: "vpn1", address: vpn2.address }))).toMatchObject({ code: "taken", field: "address" });
  await add({ node: "vpn2", address: vpn2.address });
  await add({ node: "vpn1", address: "192.0.2.80" });
  expect(await refusal(() => addNode(as(admin), AddNodeBody.parse({ name: "vpn4", address: "192.0.2.80" })))).toMatchObject({
    code: "taken",
    field: "address",
  });
});

test("no more than 64 lines in all: the 65th is refused, and a node that comes then has no line", async () => {
  const others = (await list()).reduce((sum, { weight }) => sum + weight, 0);
  const made: string[] = [];
  for (let lines = others; lines + 10 <= 64; lines += 10) {
    const done = await add({ node: "vpn1", address: `192.0.2.${100 + made.length}`, weight: 10 });
    if (!done.replayed) made.push(done.value.id);
  }
  const left = 64 - others - 10 * made.length;
  if (left > 0)
    made.push(await add({ node: "vpn1", address: "192.0.2.120", weight: left }).then((done) => (done.replayed ? "" : done.value.id)));
  const full = await refusal(() => add({ node: "vpn1", address: "192.0.2.121" }));
  expect(full).toMatchObject({ code: "full", field: "weight", sentence: expect.stringContaining("65 lines") });
  // A remote's own lines do not count against it.
  const remote = (await list()).find(({ id }) => id === made[0]);
  if (!remote) throw new Error("no remote");
  await changeRemote(as(admin), remote.id, ChangeRemoteBody.parse({ version: remote.version, port: 1195 }));
  await newJoinToken(as(admin), "vpn5");
  expect((await list()).some(({ of }) => of.name === "vpn5")).toBe(false);
  for (const remote of await list()) if (made.includes(remote.id)) await removeRemote(as(admin), remote.id, { version: remote.version });
});

test("a stale version, a place that is none, another role and the last remote are refused", async () => {
  const maker = { id: "00000000-0000-4000-8000-000000000001", email: "ada@example.org", role: "admin" } as const;
  const operator: Actor = { kind: "token", id: "00000000-0000-4000-8000-000000000001", name: "op", role: "operator", maker };
  const { id, version } = await first();
  const body = ChangeRemoteBody.parse({ version: version + 7, weight: 2 });
  expect(await refusal(() => changeRemote(as(admin), id, body))).toMatchObject({ code: "state", field: "version" });
  expect(await refusal(() => moveRemote(as(admin), id, { version, place: 99 }))).toMatchObject({ code: "invalid", field: "place" });
  expect(await refusal(() => moveRemote(as(admin), id, { version, place: 1 }))).toMatchObject({ code: "invalid", field: "place" });
  expect(await refusal(() => removeRemote(as(operator), id, { version }))).toMatchObject({ code: "forbidden" });
  expect(await refusal(() => removeRemote(as(admin), "00000000-0000-4000-8000-000000000000", { version: 1 }))).toMatchObject({
    code: "missing",
  });
  for (const remote of (await list()).slice(1)) await removeRemote(as(admin), remote.id, { version: remote.version });
  const last = await first();
  expect(await refusal(() => removeRemote(as(admin), last.id, { version: last.version }))).toMatchObject({ code: "state" });
});

test("many who move at once leave one order without gaps", async () => {
  for (let n = 0; n < 5; n++) await add({ node: "vpn1", address: `192.0.2.${130 + n}` });
  await openConnections();
  for (let round = 0; round < 4; round++) {
    const before = await list();
    // Everybody to the other end of where they are.
    const moves = before.map(({ id, version }, i) => moveRemote(as(admin), id, { version, place: before.length - i }));
    const said = (await Promise.allSettled(moves)).flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
    // Another may have brought it there; nobody stands in anybody's way.
    expect(said.filter((sentence) => !sentence.includes("already"))).toEqual([]);
    const rows = await db().remote.findMany({ orderBy: { position: "asc" }, select: { position: true } });
    expect(rows.map(({ position }) => position)).toEqual(before.map((_, i) => i + 1));
  }
});

test("a remote of a balancer: listed while a joined node of its protocol is behind it; its agent must see the change", async () => {
  await addBalancer(as(admin), AddBalancerBody.parse({ name: "lb1", nodes: ["vpn5"] }));
  const added = await watched(() => add({ balancer: "lb1", address: "198.51.100.250" }));
  expect([added.entries, added.moved]).toEqual([["ada@example.org: remote.add balancer lb1"], 1]);
  const remote = (await list()).at(-1);
  expect(remote).toMatchObject({ of: { kind: "balancer", name: "lb1" }, listed: false, why: "Not before a node behind it has joined" });
  expect(await inForce()).not.toContain("198.51.100.250");
  await db().node.update({ where: { name: "vpn5" }, data: { state: "active" } });
  expect(await inForce()).toContain("198.51.100.250");
  if (!remote) throw new Error("no remote");
  expect((await watched(() => changeRemote(as(admin), remote.id, ChangeRemoteBody.parse({ version: 1, port: 443 })))).moved).toBe(1);
  expect((await watched(() => removeRemote(as(admin), remote.id, { version: 2 }))).moved).toBe(1);
});

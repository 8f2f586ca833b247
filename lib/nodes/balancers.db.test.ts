import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { hashToken } from "@/lib/core/token";
import { db } from "@/lib/db/client";
import { addEnrolledNode, as, newCluster, refusal, watched } from "@/lib/lifecycle/cluster-for-tests";
import { addBalancer } from "./add-balancer";
import { addNode } from "./add-node";
import { addSite } from "./add-site";
import { AddBalancerBody, ChangeBalancerBody } from "./balancer-body";
import { changeBalancer } from "./change-balancer";
import { listBalancers, readBalancer } from "./list-balancers";
import { listSites } from "./list-sites";
import { AddNodeBody } from "./naming";
import { readNginxConf } from "./read-nginx-conf";
import { removeBalancer } from "./remove-balancer";
import { removeRemote } from "./remove-remote";
import { renewBalancerJoinToken } from "./renew-balancer-join-token";

let admin: Actor;
beforeAll(async () => {
  admin = await newCluster();
  for (const name of ["vpn1", "vpn2", "vpn3"]) await addEnrolledNode(as(admin), name);
  await addSite(as(admin), { name: "DC1" });
  await addNode(as(admin), AddNodeBody.parse({ name: "tcp1", address: "192.0.2.90", proto: "tcp", port: 443 }));
  await addNode(as(admin), AddNodeBody.parse({ name: "named", address: "named.example.org" }));
});
const remote = { address: "198.51.100.210", port: 1194, proto: "udp" };
const add = (body: object) => addBalancer(as(admin), AddBalancerBody.parse(body));
const change = (name: string, body: object) => changeBalancer(as(admin), name, ChangeBalancerBody.parse(body));
const read = async (name: string) => {
  const found = await readBalancer(as(admin), name);
  if (!found) throw new Error(`no balancer ${name}`);
  return found;
};
const same = { site: null, hidesSources: false, ownAddresses: [] };

test("a balancer is added with the nodes behind it, its remote and a join token; nodes' and balancers' agents must see it", async () => {
  const { value, entries, moved } = await watched(() => add({ name: "lb1", site: "DC1", nodes: ["vpn2", "vpn1", "vpn1"], remote }));
  expect([entries, moved]).toEqual([["ada@example.org: balancer.add balancer lb1"], 1]);
  if (value.replayed) throw new Error("a replay");
  const row = await db().balancer.findUniqueOrThrow({ where: { name: "lb1" } });
  expect(row.joinTokenHash).toBe(hashToken(value.value.token));
  expect(await read("lb1")).toMatchObject({ site: "DC1", nodes: ["vpn1", "vpn2"], remotes: [remote], enrolledAt: null, silent: false });
  expect((await listBalancers(as(admin))).map(({ name }) => name)).toEqual(["lb1"]);
  expect(await readNginxConf(as(admin), "lb1")).toContain("listen 198.51.100.210:1194 udp");
  expect(await readNginxConf(as(admin), "nobody")).toBeNull();
});

test("the join command is made again: the older token is none any more", async () => {
  const before = await db().balancer.findUniqueOrThrow({ where: { name: "lb1" } });
  const { entries, moved } = await watched(() => renewBalancerJoinToken(as(admin), "lb1"));
  expect([entries, moved]).toEqual([["ada@example.org: balancer.join-token balancer lb1"], 0]);
  expect((await db().balancer.findUniqueOrThrow({ where: { name: "lb1" } })).joinTokenHash).not.toBe(before.joinTokenHash);
});

test("bad balancers are refused with a sentence and their field", async () => {
  const cases: [object, object][] = [
    [
      { name: "lb1", nodes: ["vpn1"] },
      { code: "taken", field: "name" },
    ],
    [
      { name: "lb2", nodes: ["nobody"] },
      { code: "invalid", field: "nodes" },
    ],
    [
      { name: "lb2", nodes: ["named"] },
      { code: "invalid", field: "nodes", sentence: expect.stringContaining("named.example.org") },
    ],
    [
      { name: "lb2", nodes: ["vpn1"], site: "Nowhere" },
      { code: "invalid", field: "site" },
    ],
    [
      { name: "lb2", nodes: ["vpn1"], remote },
      { code: "taken", field: "remote.address" },
    ],
    [
      { name: "lb2", nodes: ["vpn1"], remote: { ...remote, proto: "tcp" } },
      { code: "invalid", field: "remote.proto" },
    ],
    [
      { name: "lb2", nodes: ["tcp1"], remote: { ...remote, port: 1195 } },
      { code: "invalid", field: "remote.proto" },
    ],
  ];
  for (const [body, expected] of cases) expect(await refusal(() => add(body)), JSON.stringify(body)).toMatchObject(expected);
  const vpn3 = await db().node.findUniqueOrThrow({ where: { name: "vpn3" } });
  const atNode = { address: vpn3.address, port: vpn3.port, proto: "udp" };
  expect(await refusal(() => add({ name: "lb2", nodes: ["vpn1"], remote: atNode }))).toMatchObject({
    code: "taken",
    field: "remote.address",
  });
  for (const body of [
    { name: "lb2", nodes: [] },
    { name: "new", nodes: ["vpn1"] },
    { name: "LB", nodes: ["vpn1"] },
    { name: "lb2", nodes: ["vpn1"], hidesSources: true },
    { name: "lb2", nodes: ["vpn1"], hidesSources: true, ownAddresses: ["lb.example.org"] },
  ])
    expect(AddBalancerBody.safeParse(body).success, JSON.stringify(body)).toBe(false);
  expect(await db().balancer.count()).toBe(1);
});

test("a balancer is changed under its version; a remote keeps a node of its protocol", async () => {
  const own = ["198.51.100.210", "2001:db8::210"];
  const { entries, moved } = await watched(() =>
    change("lb1", { version: 1, site: null, nodes: ["vpn1", "tcp1"], hidesSources: true, ownAddresses: own }),
  );
  expect([entries, moved]).toEqual([["ada@example.org: balancer.change balancer lb1"], 1]);
  const entry = await db().auditEntry.findFirstOrThrow({ where: { action: "balancer.change" }, orderBy: { seq: "desc" } });
  expect(Object.keys(Object(entry.details))).toEqual(["after", "before"]);
  expect(entry.details).toMatchObject({
    before: { hidesSources: false, ownAddresses: [] },
    after: { hidesSources: true, ownAddresses: own },
  });
  expect(await read("lb1")).toMatchObject({ version: 2, site: null, nodes: ["tcp1", "vpn1"], hidesSources: true, ownAddresses: own });
  expect(await refusal(() => change("lb1", { ...same, version: 1, nodes: ["vpn1"] }))).toMatchObject({ code: "state", field: "version" });
  expect(await refusal(() => change("lb1", { ...same, version: 2, nodes: ["tcp1"] }))).toMatchObject({
    code: "invalid",
    field: "nodes",
    sentence: expect.stringContaining("198.51.100.210 1194 udp"),
  });
  expect(await refusal(() => change("nobody", { ...same, version: 1, nodes: ["vpn1"] }))).toMatchObject({ code: "missing" });
});

test("what its agent says of a node that is not behind it any more is left out", async () => {
  const since = new Date().toISOString();
  const backends = [
    { node: "vpn1", up: true, since },
    { node: "vpn2", up: false, since },
  ];
  await db().balancer.update({ where: { name: "lb1" }, data: { backends, enrolledAt: new Date(), reportedAt: new Date() } });
  expect((await read("lb1")).backends).toEqual([{ node: "vpn1", up: true, since }]);
});

test("a balancer is removed by its name: token dead, remotes gone, nothing behind it; the last remotes stay", async () => {
  expect(await refusal(() => removeBalancer(as(admin), "lb1", { confirm: "lb" }))).toMatchObject({ code: "invalid", field: "confirm" });
  for (const one of await db().remote.findMany({ where: { nodeId: { not: null } } }))
    await removeRemote(as(admin), one.id, { version: one.version });
  expect(await refusal(() => removeBalancer(as(admin), "lb1", { confirm: "lb1" }))).toMatchObject({ code: "state" });
  await add({ name: "lb3", site: "DC1", nodes: ["vpn3"], remote: { ...remote, port: 1200 } });
  const { entries, moved } = await watched(() => removeBalancer(as(admin), "lb1", { confirm: "lb1" }));
  expect([entries, moved]).toEqual([["ada@example.org: balancer.remove balancer lb1"], 1]);
  const row = await db().balancer.findUniqueOrThrow({ where: { name: "lb1" }, include: { nodes: true, remotes: true } });
  expect(row).toMatchObject({ tokenHash: null, joinTokenHash: null, nodes: [], remotes: [] });
  expect((await read("lb1")).removedAt).not.toBeNull();
  expect(await refusal(() => renewBalancerJoinToken(as(admin), "lb1"))).toMatchObject({ code: "state" });
  expect(await refusal(() => add({ name: "lb1", nodes: ["vpn1"] }))).toMatchObject({ code: "taken", field: "name" });
  expect((await listSites(as(admin))).find(({ name }) => name === "DC1")).toMatchObject({ balancers: ["lb3"] });
});

import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addEnrolledNode, as, newCluster, pull, refusal, watched, type TestNode } from "@/lib/lifecycle/cluster-for-tests";
import { addRemote } from "./add-remote";
import { changeBalancer } from "./change-balancer";
import { changeRouting } from "./change-routing";
import { editNode, EditNodeBody } from "./edit-node";
import { NodeSettings } from "./node-settings";
import { AddRemoteBody } from "./remote-body";
import { RoutingBody } from "./routing-body";

let admin: Actor;
let vpn1: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  vpn1 = await addEnrolledNode(as(admin), "vpn1");
  await addEnrolledNode(as(admin), "vpn2");
  await db().site.create({ data: { name: "dc2", createdAt: new Date() } });
});
const row = (name = "vpn1") => db().node.findUniqueOrThrow({ where: { name }, include: { site: true, remotes: true } });
const edit = async (change: object, name = "vpn1") =>
  editNode(as(admin), name, EditNodeBody.parse({ version: (await row(name)).version, ...change }));

test("a place in the routing is kept, audited once, and reaches no node while routing is off", async () => {
  const { value, entries, moved } = await watched(() => edit({ coreInterface: "core", routerId: "10.10.0.21", site: "dc2" }));
  expect(value).toEqual({ name: "vpn1", version: 2, changed: ["site", "coreInterface", "routerId"], revision: null, rollout: null });
  expect([entries, moved]).toEqual([["ada@example.org: node.edit node vpn1"], 0]);
  expect(await row()).toMatchObject({ coreInterface: "core", routerId: "10.10.0.21", site: { name: "dc2" } });
  const entry = await db().auditEntry.findFirstOrThrow({ orderBy: { seq: "desc" } });
  expect(entry.details).toEqual({
    before: { site: "Main", coreInterface: null, routerId: null },
    after: { site: "dc2", coreInterface: "core", routerId: "10.10.0.21" },
  });
});

test("another port moves the revision, stands in server.conf through a rollout, and takes the node's own remote along", async () => {
  await edit({ coreInterface: "core", routerId: "10.10.0.22" }, "vpn2");
  const { value, moved } = await watched(() => edit({ address: "198.51.100.99", port: 1195 }));
  expect(moved).toBe(1);
  expect(value.changed).toEqual(["address", "port"]);
  expect(value.revision).not.toBeNull();
  expect((await row()).remotes).toMatchObject([{ address: "198.51.100.99", port: 1195, version: 2 }]);
  const conf = (await pull(vpn1))?.files.find(({ path }) => path === "server.conf")?.content;
  expect(conf).toContain("\nport 1195\n");
});

test("what another node has, or what cannot be, is refused at its field", async () => {
  const vpn2 = await row("vpn2");
  const cases: [object, string, RegExp][] = [
    [{ address: vpn2.address, port: vpn2.port }, "address", /^vpn2 already has the address/],
    [{ routerId: "10.10.0.22" }, "routerId", /^vpn2 already has the router ID/],
    [{ coreInterface: "tun0" }, "coreInterface", /is the node’s tunnel/],
    [{ site: "dc9" }, "site", /There is no site dc9/],
    [{}, "", /Nothing is different/],
    [{ version: 1, port: 1200 }, "version", /Somebody else has changed vpn1/],
  ];
  for (const [change, field, sentence] of cases)
    expect(await refusal(() => edit(change))).toMatchObject({ field: field || undefined, sentence: expect.stringMatching(sentence) });
  expect(await refusal(() => editNode(as(admin), "vpn9", EditNodeBody.parse({ version: 1, port: 1 })))).toMatchObject({ code: "missing" });
  for (const routerId of ["0.0.0.0", "10.10.0", "fd00::1", "10.10.0.21\n"]) {
    const parsed = EditNodeBody.safeParse({ version: 1, routerId });
    expect(parsed.success).toBe(routerId.endsWith("\n"));
  }
  const other = as({ ...admin, role: "operator" } as Actor);
  expect(await refusal(async () => editNode(other, "vpn1", EditNodeBody.parse({ version: (await row()).version, port: 1 })))).toMatchObject(
    {
      code: "forbidden",
    },
  );
});

test("behind a balancer a node keeps an IP address; another remote's place is nobody else's", async () => {
  const { id } = await row();
  const balancer = await db().balancer.create({ data: { name: "lb1", createdAt: new Date(), nodes: { create: { nodeId: id } } } });
  expect(await refusal(() => edit({ address: "vpn1.example.org" }))).toMatchObject({
    code: "state",
    field: "address",
    sentence: expect.stringMatching(/^vpn1 is behind lb1/),
  });
  const place = { address: "198.51.100.10", port: 1194, proto: "udp", position: 9, createdAt: new Date() };
  await db().remote.create({ data: { ...place, balancerId: balancer.id } });
  expect(await refusal(() => edit({ address: "198.51.100.10", port: 1194 }))).toMatchObject({
    code: "taken",
    field: "address",
    sentence: expect.stringContaining("as a remote of lb1"),
  });
  const { moved } = await watched(() => edit({ address: "198.51.100.77" }));
  expect(moved).toBe(1);
});

test("an IPv6 address reaches server.conf through a rollout; where a remote would lead nowhere, or the agent is too old, it is refused", async () => {
  const remote = (address: string) => addRemote(as(admin), AddRemoteBody.parse({ node: "vpn2", address }));
  const { address: before } = await row("vpn2");
  expect(await refusal(() => remote("2001:db8::22"))).toMatchObject({
    field: "address",
    sentence: expect.stringMatching(/listens over IPv4 only/),
  });
  await db().node.update({ where: { name: "vpn2" }, data: { agentVersion: "0.2.0" } });
  expect(await refusal(() => edit({ address: "2001:db8::2" }, "vpn2"))).toMatchObject({
    field: "address",
    sentence: expect.stringMatching(/^The agent on vpn2 is version 0\.2\.0/),
  });
  await db().node.update({ where: { name: "vpn2" }, data: { agentVersion: "0.3.0" } });
  await edit({ address: "2001:db8::2" }, "vpn2");
  expect((await row("vpn2")).serverConf).toContain("\nproto udp6\n");
  await remote("2001:db8::22");
  expect(await refusal(() => edit({ address: before }, "vpn2"))).toMatchObject({
    code: "state",
    field: "address",
    sentence: expect.stringMatching(/^The remote 2001:db8::22 1194 udp of vpn2 would lead nowhere/),
  });
  const { id } = await row("vpn2");
  const lb = await db().balancer.create({ data: { name: "lb2", createdAt: new Date(), nodes: { create: { nodeId: id } } } });
  const asked = (address: string) => addRemote(as(admin), AddRemoteBody.parse({ balancer: "lb2", address }));
  expect(await refusal(() => asked("203.0.113.9"))).toMatchObject({
    field: "address",
    sentence: expect.stringMatching(/IPv4 to IPv4 only/),
  });
  await asked("2001:db8::99");
  const body = { version: 1, site: null, nodes: ["vpn1"], hidesSources: false, ownAddresses: [] };
  expect(await refusal(() => changeBalancer(as(admin), "lb2", body))).toMatchObject({
    field: "nodes",
    sentence: expect.stringMatching(/IPv6 to IPv6 only/),
  });
  await db().remote.deleteMany({ where: { address: { in: ["2001:db8::22", "2001:db8::99"] } } });
  await db().balancerNode.deleteMany({ where: { balancerId: lb.id } });
});

test("while routing is on no node loses its place in it, and what changes of it reaches the node", async () => {
  await changeRouting(as(admin), RoutingBody.parse({ version: 1, protocol: "ospf" }));
  expect(await refusal(() => edit({ coreInterface: "" }))).toMatchObject({ code: "state", field: "coreInterface" });
  expect(await refusal(() => edit({ routerId: null }))).toMatchObject({ code: "state", field: "routerId" });
  const { moved } = await watched(() => edit({ routerId: "10.10.0.29" }));
  expect(moved).toBe(1);
  expect(NodeSettings.parse((await pull(vpn1))?.settings).routing).toMatchObject({ routerId: "10.10.0.29" });
});

test("with BGP a node goes to no site without routers", async () => {
  const neighbors = [
    { address: "10.10.0.1", as: 65000 },
    { address: "fd00:10::1", as: 65000 },
  ];
  const sites = ["Main", "dc2"].map((site) => ({ site, neighbors }));
  await changeRouting(as(admin), RoutingBody.parse({ version: 2, protocol: "bgp", localAs: 64512, sites }));
  await db().site.create({ data: { name: "dc3", createdAt: new Date() } });
  expect(await refusal(() => edit({ site: "dc3" }))).toMatchObject({
    field: "site",
    sentence: expect.stringMatching(/^dc3 has nodes and no/),
  });
});

test("a removed node's router ID goes to its successor", async () => {
  await db().node.update({ where: { name: "vpn2" }, data: { state: "removed" } });
  await edit({ routerId: "10.10.0.22" });
  expect((await row("vpn2")).routerId).toBeNull();
});

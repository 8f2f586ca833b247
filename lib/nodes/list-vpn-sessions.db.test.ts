import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addEnrolledNode, addPersonWithProfile, as, newCluster, refusal } from "@/lib/lifecycle/cluster-for-tests";
import { listPastSessions } from "./list-past-sessions";
import { listVpnSessions } from "./list-vpn-sessions";
import { PastQuery, SessionQuery } from "./session-filter";

let admin: Actor;
const START = new Date("2026-11-20T08:00:00Z").getTime();
const list = (query: SessionQuery = {}) => listVpnSessions(as(admin), SessionQuery.parse(query));
const past = (query: PastQuery = {}) => listPastSessions(as(admin), PastQuery.parse(query));
const names = async (query: SessionQuery) => (await list(query)).rows.map(({ commonName }) => commonName);

beforeAll(async () => {
  admin = await newCluster();
  const nodes = [
    await addEnrolledNode(as(admin), "vpn1"),
    await addEnrolledNode(as(admin), "vpn2"),
    await addEnrolledNode(as(admin), "vpn3"),
  ];
  const other = await db().site.create({ data: { id: crypto.randomUUID(), name: "Dublin", createdAt: new Date() } });
  await db().node.update({ where: { name: "vpn3" }, data: { siteId: other.id } });
  await db().balancer.create({ data: { name: "lb1", hidesSources: true, ownAddresses: ["198.51.100.10"], createdAt: new Date() } });
  for (const username of ["ann", "ann.smith", "zoe"]) await addPersonWithProfile(as(admin), username);
  await db().user.update({ where: { username: "zoe" }, data: { name: "Zoë Quick" } });
  await db().$executeRaw`INSERT INTO search_term (term, user_id) SELECT 'quick zoe', id FROM "user" WHERE username = 'zoe'`;
  const known = [
    ["ann.laptop.1", 0],
    ["ann.smith.laptop.1", 1],
    ["zoe.laptop.1", 2],
  ] as const;
  const many = Array.from({ length: 120 }, (_, i) => [`somebody${String(i).padStart(3, "0")}.laptop.1`, i % 3] as const);
  const rows = [...known, ...many].map(([commonName, at], i) => ({
    nodeId: nodes[at]?.id ?? "",
    clientId: i,
    commonName,
    ipv4: `10.8.${Math.floor(i / 200)}.${(i % 200) + 2}`,
    ipv6: `fd7a::${(i + 2).toString(16)}`,
    source: i === 0 ? "198.51.100.10:4000" : `203.0.113.${i}:1194`,
    since: new Date(START + i * 1000),
    bytesIn: BigInt(i),
    bytesOut: 1n,
  }));
  await db().vpnSession.createMany({ data: rows });
  await db().node.updateMany({ where: { state: "active" }, data: { vpnSessionCount: 41 } });
  await db().pastVpnSession.createMany({
    data: rows.map(({ clientId, ...row }) => ({ ...row, until: new Date(START + clientId * 3_600_000) })),
  });
});

test.each([
  [{}],
  [{ order: "asc" }],
  [{ sort: "name" }],
  [{ sort: "name", order: "desc" }],
  [{ node: "vpn1" }],
  [{ site: "Main" }],
  [{ site: "Main", sort: "name" }],
] satisfies [SessionQuery][])("%j: every VPN session comes once, in order, and the way back is the same", async (query) => {
  const pages = [await list(query)];
  for (let next = pages.at(-1)?.next; next; next = pages.at(-1)?.next) pages.push(await list({ ...query, cursor: next }));
  const all = pages.flatMap(({ rows }) => rows);
  const expected = "node" in query ? 41 : "site" in query ? 82 : 123;
  expect(new Set(all.map(({ clientId }) => clientId)).size).toBe(expected);
  expect(all).toHaveLength(expected);
  const keys = all.map(({ since, commonName }) => ("sort" in query ? commonName : since.toISOString()));
  const sorted = keys.toSorted();
  const down = "order" in query ? query.order === "desc" : !("sort" in query);
  expect(keys).toEqual(down ? sorted.reverse() : sorted);
  const back = [pages.at(-1)];
  for (let previous = back.at(-1)?.previous; previous; previous = back.at(-1)?.previous)
    back.push(await list({ ...query, cursor: previous }));
  expect(back.reverse().flatMap((page) => page?.rows ?? [])).toEqual(all);
});

test("a row says who, where and whence; a balancer that hides its clients stands in their place", async () => {
  const [row] = (await list({ search: "ann.l" })).rows;
  expect(row).toMatchObject({
    commonName: "ann.laptop.1",
    username: "ann",
    name: "Person ann",
    device: "laptop",
    node: "vpn1",
    site: "Main",
    source: "198.51.100.10:4000",
    via: "lb1",
    contested: false,
  });
  expect(await list()).toMatchObject({ total: 123, hits: null, capped: false });
  expect(await list({ node: "vpn1" })).toMatchObject({ total: 123, hits: 41 });
  expect(await list({ node: "nowhere" })).toMatchObject({ total: 123, hits: 0 });
  expect(await list({ site: "Main" })).toMatchObject({ total: 123, hits: 82 });
  expect(await list({ search: "ann" })).toMatchObject({ total: 123, hits: 2 });
});

test.each<[string, string[]]>([
  ["ANN", ["ann.laptop.1", "ann.smith.laptop.1"]],
  ["ann.s", ["ann.smith.laptop.1"]],
  ["quick", ["zoe.laptop.1"]],
  ["10.8.0.4", []],
  ["203.0.113.2:", ["zoe.laptop.1"]],
  ["fd7a::2", []],
  ["nobody", []],
])("a search for %s", async (search, expected) => {
  const found = await names({ search });
  if (expected.length > 0) expect(found).toEqual(expected);
  else if (search === "nobody") expect(found).toEqual([]);
  else expect((await list({ search })).rows.every(({ ipv4, ipv6 }) => ipv4?.startsWith(search) || ipv6?.startsWith(search))).toBe(true);
  expect(found.length > 0).toBe(search !== "nobody");
});

test("a search keeps the filters; who is found under a name that begins like another's is only that person", async () => {
  expect(await names({ search: "ann", node: "vpn2" })).toEqual(["ann.smith.laptop.1"]);
  expect(await names({ search: "person ann", node: "vpn1" })).toEqual(["ann.laptop.1"]);
  expect(await names({ search: "ann", site: "Dublin" })).toEqual([]);
  expect((await list({ search: "somebody" })).capped).toBe(false);
});

test("history by node, day and name, a page at a time", async () => {
  const pages = [await past()];
  for (let next = pages.at(-1)?.next; next; next = pages.at(-1)?.next) pages.push(await past({ cursor: next }));
  const all = pages.flatMap(({ rows }) => rows);
  expect(all.map(({ until }) => until.getTime())).toEqual(Array.from({ length: 123 }, (_, i) => START + (122 - i) * 3_600_000));
  expect(all.at(-1)).toMatchObject({ username: "ann", node: "vpn1", via: "lb1", bytesIn: 0n });
  const day = await past({ from: "2026-11-21", to: "2026-11-21" });
  expect(day.rows.map(({ until }) => until.toISOString().slice(0, 10))).toEqual(Array.from({ length: 24 }, () => "2026-11-21"));
  expect((await past({ node: "vpn2" })).rows.every(({ node }) => node === "vpn2")).toBe(true);
  expect((await past({ search: "ann" })).rows.map(({ commonName }) => commonName)).toEqual(["ann.smith.laptop.1", "ann.laptop.1"]);
  expect((await past({ search: "ann", node: "vpn2" })).rows).toHaveLength(1);
  expect((await past({ node: "nowhere" })).rows).toEqual([]);
});

test("a cursor that is not ours, an odd query, and who may not look, are refused", async () => {
  const odd = Buffer.from(JSON.stringify([["x", "y"], false])).toString("base64url");
  expect(await refusal(() => list({ cursor: odd }))).toMatchObject({ code: "invalid", field: "cursor" });
  expect(await refusal(() => past({ cursor: odd }))).toMatchObject({ code: "invalid", field: "cursor" });
  expect(await refusal(() => listVpnSessions(as({ kind: "nobody" }), {}))).toMatchObject({ code: "signed-out" });
  expect(SessionQuery.safeParse({ sort: "traffic" }).error?.issues[0]?.message).toBe("sort must be one of since, name.");
  expect(PastQuery.safeParse({ from: "2026-02-30" }).error?.issues[0]?.message).toContain("from must be a day");
});

test("a node that moves to another site takes its VPN sessions along, in the list as well", async () => {
  const of = async (site: string) => (await list({ site, search: "zoe.laptop" })).rows.length + (await list({ site })).rows.length;
  const dublin = await db().site.findUniqueOrThrow({ where: { name: "Dublin" } });
  const main = await db().site.findUniqueOrThrow({ where: { name: "Main" } });
  expect(await of("Dublin")).toBe(42);
  await db().node.update({ where: { name: "vpn3" }, data: { siteId: main.id } });
  expect(await of("Dublin")).toBe(0);
  await db().node.update({ where: { name: "vpn3" }, data: { siteId: dublin.id } });
  expect(await of("Dublin")).toBe(42);
  expect((await list({ site: "Nowhere" })).rows).toEqual([]);
});

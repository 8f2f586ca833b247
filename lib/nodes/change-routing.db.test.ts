import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addEnrolledNode, as, newCluster, pull, refusal, watched, type TestNode } from "@/lib/lifecycle/cluster-for-tests";
import { previewRouting } from "@/lib/lifecycle/preview-routing";
import { changeRouting } from "./change-routing";
import { NodeSettings } from "./node-settings";
import { readRouting } from "./read-routing";
import { RoutingBody } from "./routing-body";

const KEY = "Tide-4711";
const routers = [
  { address: "10.10.0.1", as: 65000 },
  { address: "fd00:10::1", as: 65000 },
];
let admin: Actor;
let vpn1: TestNode;
let vpn2: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  vpn1 = await addEnrolledNode(as(admin), "vpn1");
  vpn2 = await addEnrolledNode(as(admin), "vpn2");
});
const place = (name: string, n: number) =>
  db().node.update({ where: { name }, data: { coreInterface: "core", routerId: `10.10.0.2${n}` } });
const body = async (change: object) => RoutingBody.parse({ version: (await readRouting(as(admin))).version, ...change });
const settings = async (node: TestNode) => NodeSettings.parse((await pull(node))?.settings);

test("cluster.1: routing is not switched on before every node has its place in it; the list of those is in the refusal", async () => {
  const asked = await body({ protocol: "ospf", ospfKey: KEY });
  expect(await refusal(() => changeRouting(as(admin), asked))).toMatchObject({
    code: "invalid",
    field: "protocol",
    sentence: expect.stringMatching(/^vpn1, vpn2 have no core interface or no router ID yet/),
  });
  await place("vpn1", 1);
  expect(await refusal(() => changeRouting(as(admin), asked))).toMatchObject({ sentence: expect.stringMatching(/^vpn2 has no core/) });
  await place("vpn2", 2);
  expect((await settings(vpn1)).routing).toBeNull();
});

test("the preview is each node's own text, with no key in it, and changes nothing", async () => {
  const asked = await body({ protocol: "ospf", ospfKey: KEY, area: "5" });
  const { value, entries, moved } = await watched(() => previewRouting(as(admin), asked));
  expect([entries, moved]).toEqual([[], 0]);
  expect(value.nodes.map(({ node }) => node)).toEqual(["vpn1", "vpn2"]);
  expect(value.nodes[1]?.lines).toContainEqual({ mark: "new", text: " ospf router-id 10.10.0.22" });
  expect(value.nodes[0]?.frr).toContain(" ip ospf message-digest-key 1 md5 (new,hidden)\n");
  expect(JSON.stringify(value)).not.toContain(KEY);
});

test("a change is audited once, moves the revision once and is in every node's next bundle; the key nowhere else in clear (I12)", async () => {
  const asked = await body({ protocol: "ospf", ospfKey: KEY, area: "5" });
  const { value, entries, moved } = await watched(() => changeRouting(as(admin), asked));
  expect(entries).toEqual(["ada@example.org: routing.change routing"]);
  expect(moved).toBe(1);
  const { revision } = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  expect(value).toEqual({ version: 2, changed: ["protocol", "area", "ospfKey"], revision: String(revision) });
  expect((await settings(vpn1)).routing).toEqual({
    protocol: "ospf",
    routerId: "10.10.0.21",
    interface: "core",
    area: "0.0.0.5",
    helloSeconds: 1,
    deadSeconds: 4,
    keyId: 1,
    key: KEY,
  });
  expect((await settings(vpn2)).routing).toMatchObject({ routerId: "10.10.0.22" });
  const told = JSON.stringify([await readRouting(as(admin)), await db().auditEntry.findMany(), await db().routing.findMany()], (_k, v) =>
    typeof v === "bigint" ? Number(v) : (v as unknown),
  );
  expect(told).not.toContain(KEY);
  expect(await readRouting(as(admin))).toMatchObject({ protocol: "ospf", area: "0.0.0.5", ospfKeyIsSet: true, bgpPasswordIsSet: false });
});

test("a key that is left out stays, null takes it away", async () => {
  await changeRouting(as(admin), await body({ protocol: "ospf", area: "5", deadSeconds: 6 }));
  expect((await settings(vpn1)).routing).toMatchObject({ key: KEY, deadSeconds: 6 });
  await changeRouting(as(admin), await body({ protocol: "ospf", area: "5", deadSeconds: 6, ospfKey: null }));
  expect((await settings(vpn1)).routing).toMatchObject({ key: null });
});

describe("BGP", () => {
  const bgp = { protocol: "bgp", localAs: 4_200_000_001, bgpPassword: "Ebb" };
  test("needs a neighbour of each family where there are nodes; each node gets those of its site", async () => {
    const sites = [{ site: "Main", neighbors: routers.slice(0, 1) }];
    expect(await refusal(async () => changeRouting(as(admin), await body({ ...bgp, sites })))).toMatchObject({
      field: "sites.0.neighbors",
      sentence: expect.stringContaining("no IPv6 neighbour"),
    });
    await db().site.create({ data: { name: "dc2", createdAt: new Date() } });
    await changeRouting(
      as(admin),
      await body({
        ...bgp,
        sites: [
          { site: "dc2", neighbors: [] },
          { site: "Main", neighbors: routers },
        ],
      }),
    );
    expect((await settings(vpn1)).routing).toMatchObject({ localAs: 4_200_000_001, password: "Ebb", neighbors: routers });
    const entry = await db().auditEntry.findFirstOrThrow({ orderBy: { seq: "desc" } });
    expect(entry.details).toMatchObject({
      after: { "neighbors of Main": ["10.10.0.1 AS 65000", "fd00:10::1 AS 65000"], bgpPassword: "a new one" },
    });
  });

  test("a neighbour inside the pool, twice, or of a site that is not there is refused before anything goes out", async () => {
    const asked = async (site: string, ...neighbors: object[]) =>
      body({ ...bgp, sites: [{ site, neighbors: [...routers, ...neighbors] }] });
    for (const [site, extra, field, sentence] of [
      ["Main", { address: "10.8.0.9", as: 65000 }, "sites.0.neighbors.2", /inside the address pool 10\.8\.0\.0\/24/],
      ["Main", { address: "10.10.0.1", as: 65001 }, "sites.0.neighbors.2", /stands twice/],
      ["dc9", { address: "10.10.0.3", as: 65001 }, "sites.0.site", /There is no site dc9/],
    ] as const)
      expect(await refusal(async () => changeRouting(as(admin), await asked(site, extra)))).toMatchObject({
        field,
        sentence: expect.stringMatching(sentence),
      });
  });
});

test("portal.7: what is stale, what changes nothing and who is no admin is refused", async () => {
  const same = { protocol: "bgp", localAs: 4_200_000_001, sites: [{ site: "Main", neighbors: routers }] };
  expect(await refusal(async () => changeRouting(as(admin), await body(same)))).toMatchObject({
    sentence: expect.stringContaining("Nothing is different"),
  });
  const stale = RoutingBody.parse({ version: 1, protocol: "none" });
  expect(await refusal(() => changeRouting(as(admin), stale))).toMatchObject({ code: "state", field: "version" });
  await expect(previewRouting(as(admin), stale)).rejects.toMatchObject({ field: "version" });
  for (const role of ["operator", "auditor", "none"] as const) {
    // Another role of the same account.
    const other = as({ ...admin, role } as Actor);
    expect(await refusal(async () => changeRouting(other, await body({ protocol: "none" })))).toMatchObject({ code: "forbidden" });
    await expect(previewRouting(other, await body({ protocol: "none" }))).rejects.toMatchObject({ code: "forbidden" });
    if (role === "none") await expect(readRouting(other)).rejects.toMatchObject({ code: "forbidden" });
  }
});

test("I9: the same change twice with one key is one change; switched off, no bundle has routing", async () => {
  const asked = await body({ protocol: "none" });
  const { value, entries } = await watched(async () => [
    await changeRouting(as(admin, undefined, "k1"), asked),
    await changeRouting(as(admin, undefined, "k1"), asked),
  ]);
  expect(entries).toHaveLength(1);
  expect(value[0]).toEqual(value[1]);
  expect((await settings(vpn1)).routing).toBeNull();
});

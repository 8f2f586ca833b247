import { beforeAll, expect, test } from "vitest";
import { pairAt } from "@/lib/addresses/pool";
import { listPairs } from "@/lib/addresses/list-pairs";
import { listReserved } from "@/lib/addresses/list-reserved";
import { readMap } from "@/lib/addresses/read-map";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { onboard, OnboardBody } from "@/lib/users/onboard";
import { addPool } from "./add-pool";
import { addEnrolledNode, addPersonWithProfile, as, newCluster, pull, refusal, watched, type TestNode } from "./cluster-for-tests";
import { offboardUser } from "./offboard-user";
import { AddPoolBody, PreviewPoolBody, ResizePoolBody } from "./pool-bodies";
import { previewPool } from "./preview-pool";
import { reserveRange, ReserveRangeBody } from "./reserve-range";
import { resizePool } from "./resize-pool";

let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster("10.8.0.0/27", "net30");
  node = await addEnrolledNode(as(admin), "vpn1");
});

const files = async () => new Map(((await pull(node))?.files ?? []).map(({ path, content }) => [path, content]));
const choose = (username: string, ipv4: string) =>
  onboard(as(admin), OnboardBody.parse({ username, name: username, email: null, device: "laptop", ipv4 }));

test("I1: setup in net30 seeds one pair for each /30 but the nodes' own", async () => {
  expect(await db().cluster.findUniqueOrThrow({ where: { id: 1 } })).toMatchObject({ topology: "net30" });
  const rows = await db().addressPair.findMany({ orderBy: { index: "asc" }, include: { pool: true } });
  expect(rows.map(({ ipv4 }) => ipv4)).toEqual([6, 10, 14, 18, 22, 26, 30].map((last) => `10.8.0.${last}`));
  for (const { pool, index, ipv4, ipv6 } of rows) expect({ index, ipv4, ipv6 }).toEqual(pairAt(pool, index));
});

test("I1: a device's files say net30 in one revision with the node's, and its settings do too", async () => {
  const { value: ann, entries, moved } = await watched(() => addPersonWithProfile(as(admin), "ann"));
  expect([ann.ipv4, ann.ipv6, entries.length, moved > 0n]).toEqual(["10.8.0.6", "fd7a:6ca6:e640:8000::a08:6", 2, true]);
  const found = await files();
  expect(found.get("ccd/ann.laptop.1")).toBe(
    "ifconfig-push 10.8.0.6 10.8.0.5\nifconfig-ipv6-push fd7a:6ca6:e640:8000::a08:6/64 fd7a:6ca6:e640:8000::a08:1\n",
  );
  expect(found.get("server.conf")).toContain("\ntopology net30\n");
  expect((await pull(node))?.settings).toMatchObject({
    topology: "net30",
    pools: [{ ipv4: "10.8.0.0/27", ipv6: "fd7a:6ca6:e640:8000::/64" }],
  });
});

test("an address is chosen by the third of its four; another is refused with the right one named", async () => {
  expect(await refusal(() => choose("bob", "10.8.0.9"))).toMatchObject({
    code: "invalid",
    field: "ipv4",
    sentence: "In net30 a device has four addresses, of which the third is its own. Choose 10.8.0.10 instead of 10.8.0.9.",
  });
  expect(await refusal(() => choose("bob", "10.8.0.2"))).toMatchObject({ code: "invalid", sentence: expect.stringContaining("no device") });
  expect(await refusal(() => choose("bob", "10.8.0.6"))).toMatchObject({ code: "taken" });
  await choose("bob", "10.8.0.10");
  expect(await db().device.findFirstOrThrow({ where: { user: { username: "bob" } } })).toMatchObject({ ipv4: "10.8.0.10" });
});

test("ranges, search and map speak of the devices' addresses", async () => {
  const done = await reserveRange(as(admin), ReserveRangeBody.parse({ first: "10.8.0.20", last: "10.8.0.27", note: "printers" }));
  expect(done.replayed ? null : done.value).toMatchObject({ first: "10.8.0.22", last: "10.8.0.26", reserved: 2, kept: 0 });
  expect((await listReserved(as(admin), {})).rows).toMatchObject([{ first: "10.8.0.22", last: "10.8.0.26", addresses: 2 }]);
  expect((await listPairs(as(admin), { q: "10.8.0.10-10.8.0.21" })).rows.map(({ ipv4 }) => ipv4)).toEqual([
    "10.8.0.10",
    "10.8.0.14",
    "10.8.0.18",
  ]);
  const { cells, pool } = await readMap(as(admin), {});
  expect(pool.topology).toBe("net30");
  expect(cells.map(({ ipv4, state }) => `${ipv4} ${state}`)).toEqual([
    "10.8.0.2 none",
    "10.8.0.6 assigned",
    "10.8.0.10 assigned",
    "10.8.0.14 free",
    "10.8.0.18 free",
    "10.8.0.22 reserved",
    "10.8.0.26 reserved",
    "10.8.0.30 free",
  ]);
});

test("the pool is full after as many devices as it has /30s, and a wider one has four addresses more for each", async () => {
  for (const name of ["carol", "dave", "erin"]) await addPersonWithProfile(as(admin), name);
  expect(await refusal(() => addPersonWithProfile(as(admin), "frank"))).toMatchObject({ code: "full" });
  const [first] = await db().addressPool.findMany();
  const preview = await previewPool(as(admin), PreviewPoolBody.parse({ id: first?.id, ipv4: "10.8.0.0/26" }));
  expect(preview).toMatchObject({ kind: "wider", pairs: 8, problem: null });
  const { value, entries } = await watched(() =>
    resizePool(as(admin), first?.id ?? 0, ResizePoolBody.parse({ ipv4: "10.8.0.0/26", version: first?.version })),
  );
  expect([value.replayed ? null : value.value, entries.length]).toMatchObject([{ kind: "wider", pairs: 8 }, 1]);
  expect((await addPersonWithProfile(as(admin), "frank")).ipv4).toBe("10.8.0.34");
});

test("a further range has the cluster's topology", async () => {
  await db().node.update({ where: { id: node.id }, data: { agentVersion: "0.2.0" } });
  const body = { ipv4: "10.12.0.0/28", ipv6: "fd7a:6ca6:e640:8001::/64" };
  expect(await previewPool(as(admin), PreviewPoolBody.parse(body))).toMatchObject({ kind: "further", pairs: 3, problem: null });
  await addPool(as(admin), AddPoolBody.parse(body));
  expect((await db().addressPool.findMany()).map(({ topology }) => topology)).toEqual(["net30", "net30"]);
  await choose("gina", "10.12.0.6");
});

test("I2: a released /30 rests, and its four addresses are nobody's", async () => {
  await offboardUser(as(admin), "ann", { confirm: "ann" });
  const [pair] = (await listPairs(as(admin), { q: "10.8.0.6-10.8.0.6" })).rows;
  expect(pair).toMatchObject({ ipv4: "10.8.0.6", state: "quarantined" });
  expect(await refusal(() => choose("hank", "10.8.0.6"))).toMatchObject({ code: "taken" });
  expect((await files()).has("ccd/ann.laptop.1")).toBe(false);
});

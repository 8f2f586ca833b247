import { beforeAll, expect, test } from "vitest";
import { pairAt } from "@/lib/addresses/pool";
import { listPools } from "@/lib/addresses/read-pools";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { storeReport } from "@/lib/nodes/store-report";
import { addPool } from "./add-pool";
import {
  addEnrolledNode,
  addPerson,
  addPersonWithProfile,
  as,
  newCluster,
  nodeContext,
  openConnections,
  pull,
  refusal,
  reportOf,
  watched,
  type TestNode,
} from "./cluster-for-tests";
import { offboardUser } from "./offboard-user";
import { AddPoolBody, PreviewPoolBody, RemovePoolBody, ResizePoolBody } from "./pool-bodies";
import { previewPool } from "./preview-pool";
import { readConfWithoutPool } from "./server-conf-changes";
import { removePool } from "./remove-pool";
import { resizePool } from "./resize-pool";

const SECOND = AddPoolBody.parse({ ipv4: "10.12.0.0/24", ipv6: "fd7a:6ca6:e640:8001::/64" });
let admin: Actor;
let node: TestNode;
beforeAll(async () => {
  admin = await newCluster("10.8.0.0/28");
  node = await addEnrolledNode(as(admin), "vpn1");
  await report("0.1.0");
});

const report = async (agentVersion: string) => {
  const { revision } = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  await storeReport(nodeContext(node), reportOf(node, { agentVersion, revision: Number(revision) }));
};
const pools = () => listPools(as(admin));
const first = async () => (await pools())[0] ?? Promise.reject(new Error("no pool"));
const resize = async (ipv4: string, version?: number) => {
  const pool = await first();
  return resizePool(as(admin), pool.id, ResizePoolBody.parse({ ipv4, version: version ?? pool.version }));
};
const pairsOf = () => db().addressPair.findMany({ where: { state: "assigned" }, orderBy: { ipv4: "asc" } });

/** I1: every pair's halves are what its pool and index name, the counts say what the rows say. */
async function whole(): Promise<void> {
  const rows = await db().addressPair.findMany({ include: { pool: true } });
  for (const { pool, index, ipv4, ipv6 } of rows) expect({ index, ipv4, ipv6 }).toEqual(pairAt(pool, index));
  for (const pool of await pools())
    for (const state of ["free", "assigned", "quarantined", "reserved"] as const)
      expect(pool[state], `${pool.ipv4} ${state}`).toBe(rows.filter((row) => row.poolId === pool.id && row.state === state).length);
  const blocks = await db().$queryRaw<{ n: number }[]>`
    SELECT sum(free + assigned + quarantined + reserved)::int AS n FROM
      (SELECT * FROM address_block UNION ALL SELECT pool_id, size, block, free, assigned, quarantined, reserved FROM address_block_delta) b WHERE size = 128`;
  expect(blocks[0]?.n).toBe(rows.length);
}

test("I1: a wider range under load: nobody gets a pair twice, nobody's pair changes, the node gets netmask and pairs in one revision", async () => {
  const ann = await addPersonWithProfile(as(admin), "ann");
  const before = await pairsOf();
  await openConnections();
  const pool = await first();
  const { value, entries, moved } = await watched(async () => {
    const people = Array.from({ length: 30 }, (_, i) => addPerson(as(admin), `load${i}`).catch((error: { code: string }) => error));
    const wider = resizePool(as(admin), pool.id, ResizePoolBody.parse({ ipv4: "10.8.0.0/24", version: pool.version }));
    return { people: await Promise.all(people), wider: await wider };
  });
  expect(value.wider.value).toMatchObject({ kind: "wider", pairs: 240 });
  expect(entries.filter((entry) => entry.includes("pool."))).toEqual(["ada@example.org: pool.resize pool 10.8.0.0/28"]);
  expect(moved).toBe(1);
  const made = value.people.flatMap((one) => ("ipv4" in one ? [one] : []));
  // Whoever came before the wider range was there may have found it full, with a sentence that says so.
  for (const one of value.people) if (!("ipv4" in one)) expect(one.code).toBe("full");
  expect(new Set(made.map(({ ipv4 }) => ipv4)).size).toBe(made.length);
  expect(new Set(made.map(({ ipv6 }) => ipv6)).size).toBe(made.length);
  for (const was of before)
    expect(await db().addressPair.findUniqueOrThrow({ where: { ipv4: was.ipv4 } })).toMatchObject({
      index: was.index,
      deviceId: was.deviceId,
    });
  const bundle = await pull(node);
  expect(bundle?.files.find(({ path }) => path === `ccd/${ann.commonName}`)?.content).toContain(
    `ifconfig-push ${ann.ipv4} 255.255.255.0\n`,
  );
  expect(bundle?.files.find(({ path }) => path === "server.conf")?.content).toContain("\nifconfig 10.8.0.1 255.255.255.0\n");
  await whole();
});

test("two who grow it at once: one does, the other is refused by version, and nothing happens twice", async () => {
  const { version } = await first();
  const { value, entries, moved } = await watched(() =>
    Promise.allSettled([resize("10.8.0.0/23", version), resize("10.8.0.0/23", version), resize("10.8.0.0/22", version)]),
  );
  expect(value.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected", "rejected"]);
  for (const one of value) if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "state", field: "version" });
  expect([entries.length, moved]).toEqual([1, 1]);
  await whole();
});

test("a second range: refused while an agent would refuse its bundles, then there with a preview, a route and lines for its devices", async () => {
  const refused = await refusal(() => addPool(as(admin), SECOND));
  expect(refused).toMatchObject({ code: "state", sentence: expect.stringContaining("vpn1 (0.1.0)") });
  expect(await previewPool(as(admin), PreviewPoolBody.parse(SECOND))).toMatchObject({
    kind: "further",
    problem: { sentence: refused.sentence },
    nodes: [{ name: "vpn1", tooOld: true }],
  });
  await report("0.2.0");
  expect(await previewPool(as(admin), PreviewPoolBody.parse(SECOND))).toMatchObject({
    pairs: 253,
    problem: null,
    nodes: [{ name: "vpn1", tooOld: false, vpnSessions: 0 }],
    serverConf: [{ nodes: ["vpn1"], lines: expect.arrayContaining([{ mark: "new", text: "route 10.12.0.0 255.255.255.0 10.8.0.2" }]) }],
  });
  const { entries, moved } = await watched(() => addPool(as(admin), SECOND));
  expect([entries, moved]).toEqual([["ada@example.org: pool.add pool 10.12.0.0/24"], 1]);
  expect(await refusal(() => addPool(as(admin), SECOND))).toMatchObject({ code: "invalid", field: "ipv4" });
  const second = await db().addressPool.findFirstOrThrow({ where: { ipv4: SECOND.ipv4 } });
  expect((await readConfWithoutPool(as(admin), second.id))[0]?.lines).toContainEqual({
    mark: "gone",
    text: "route 10.12.0.0 255.255.255.0 10.8.0.2",
  });
  const nobody = as({ kind: "node", id: node.id, name: node.name });
  expect(await refusal(() => readConfWithoutPool(nobody, second.id))).toMatchObject({ code: "forbidden" });
  expect((await pull(node))?.files.find(({ path }) => path === "server.conf")?.content).toContain(
    "\nroute 10.12.0.0 255.255.255.0 10.8.0.2\n",
  );
  await whole();
});

test("narrower: refused with the list of who is in the way, done when nobody is; wider again gives the same pairs", async () => {
  const last = await db().addressPair.findFirstOrThrow({ where: { ipv4: "10.8.0.200" } });
  const ben = await addPersonWithProfile(as(admin), "ben");
  // Ben's device far up, as a choice by hand would put it.
  await db().$transaction([
    db().addressPair.update({ where: { ipv4: ben.ipv4 }, data: { state: "free", deviceId: null } }),
    db().addressPair.update({
      where: { poolId_index: { poolId: last.poolId, index: last.index } },
      data: { state: "assigned", deviceId: ben.deviceId },
    }),
    db().device.update({ where: { id: ben.deviceId }, data: { ipv4: last.ipv4, ipv6: last.ipv6 } }),
  ]);
  const said = await refusal(() => resize("10.8.0.0/25"));
  expect(said).toEqual({ code: "state", field: "ipv4", sentence: expect.stringContaining("10.8.0.200 (ben, laptop) is in the way") });
  const pool = await first();
  expect(await previewPool(as(admin), PreviewPoolBody.parse({ id: pool.id, ipv4: "10.8.0.0/25" }))).toMatchObject({
    kind: "narrower",
    problem: { sentence: expect.any(String) },
    inTheWay: [{ ipv4: "10.8.0.200", username: "ben", device: "laptop", state: "assigned" }],
  });
  await offboardUser(as(admin), "ben", { confirm: "ben" });
  // I2: its rest would be forgotten, so that a wider range could give it away too early.
  expect(await refusal(() => resize("10.8.0.0/25"))).toMatchObject({ sentence: expect.stringContaining("10.8.0.200 (in quarantine)") });
  await db().addressPair.updateMany({ where: { state: "quarantined" }, data: { state: "free", releasedAt: null, releaseRevision: null } });
  const { entries, moved } = await watched(() => resize("10.8.0.0/25"));
  expect([entries.length, moved]).toEqual([1, 1]);
  await whole();
  expect(await db().addressPair.count({ where: { ipv4: "10.8.0.200" } })).toBe(0);
  await resize("10.8.0.0/24");
  expect(await db().addressPair.findUniqueOrThrow({ where: { ipv4: "10.8.0.200" } })).toMatchObject({ index: last.index, ipv6: last.ipv6 });
  await whole();
});

test("a range gets narrower while people get its last pairs: either it is refused, or nobody has one of those that went", async () => {
  for (let round = 0; round < 5; round++) {
    const pool = await first();
    const wide = pool.ipv4.endsWith("/24") ? await resize("10.8.0.0/26").catch(() => null) : null;
    const people = Array.from({ length: 6 }, (_, i) => addPerson(as(admin), `edge${round}-${i}`).catch(() => null));
    const [narrower] = await Promise.allSettled([resize("10.8.0.0/27"), ...people]);
    expect(wide === null || narrower).toBeTruthy();
    await whole();
  }
  expect(await db().device.findMany({ where: { removedAt: null, pair: null }, select: { name: true, ipv4: true } })).toEqual([]);
});

test("a further pool goes when nobody is in it; the first one stays; auditors and operators change none", async () => {
  const [one, two] = await pools();
  if (!one || !two) throw new Error("two pools");
  const remove = (pool: typeof one, confirm = pool.ipv4) =>
    removePool(as(admin), pool.id, RemovePoolBody.parse({ confirm, version: String(pool.version) }));
  expect(await refusal(() => remove(one))).toMatchObject({ code: "state", sentence: expect.stringContaining("nodes' own address") });
  expect(await refusal(() => remove(two, "10.12.0.0"))).toMatchObject({ code: "invalid", field: "confirm" });
  expect(await refusal(() => remove({ ...two, version: 7 }))).toMatchObject({ code: "state", field: "version" });
  for (const role of ["operator", "auditor"] as const) {
    const actor = { ...admin, role } as Actor;
    expect(await refusal(() => addPool(as(actor), SECOND))).toMatchObject({ code: "forbidden" });
    expect(await refusal(() => resizePool(as(actor), one.id, { ipv4: "10.8.0.0/23", version: one.version }))).toMatchObject({
      code: "forbidden",
    });
  }
  const inside = await db().addressPair.count({ where: { poolId: two.id, state: "assigned" } });
  if (inside > 0)
    expect(await refusal(() => remove(two))).toMatchObject({ code: "state", sentence: expect.stringContaining("10.12.0.2 (edge") });
  await db().addressPair.updateMany({ where: { poolId: two.id }, data: { state: "free", deviceId: null } });
  const { entries, moved } = await watched(() => remove(two));
  expect([entries, moved]).toEqual([["ada@example.org: pool.remove pool 10.12.0.0/24"], 1]);
  expect((await pull(node))?.files.find(({ path }) => path === "server.conf")?.content).not.toContain("route 10.12");
  await whole();
});

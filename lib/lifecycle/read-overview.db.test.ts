import { beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/core/context";
import { readTally } from "@/lib/core/tally";
import { db } from "@/lib/db/client";
import { storeReport } from "@/lib/nodes/store-report";
import {
  addEnrolledNode,
  addPerson,
  addPersonWithProfile,
  as,
  newCluster,
  nodeContext,
  reportOf,
  type TestNode,
} from "./cluster-for-tests";
import { offboardUser } from "./offboard-user";
import { readOverview } from "./read-overview";
import { revokeDevice } from "./revoke-device";

let admin: Actor;
let vpn1: TestNode;
beforeAll(async () => {
  admin = await newCluster();
  vpn1 = await addEnrolledNode(as(admin), "vpn1");
  await addPersonWithProfile(as(admin), "ann");
  await addPersonWithProfile(as(admin), "bob");
  await addPerson(as(admin), "carol");
  const dave = await addPersonWithProfile(as(admin), "dave");
  await revokeDevice(as(admin), dave.deviceId, { reason: "superseded" });
});

/** The counts by counting, which is what no page does. */
async function counted(): Promise<Record<string, number>> {
  const rows = await db().$queryRaw<{ name: string; n: bigint }[]>`
    SELECT 'user.' || state AS name, count(*) AS n FROM "user" GROUP BY state
    UNION ALL SELECT 'device', count(*) FROM device WHERE removed_at IS NULL
    UNION ALL SELECT 'pair.' || pool_id || '.' || state, count(*) FROM address_pair GROUP BY pool_id, state
    UNION ALL SELECT 'certificate.issued', count(*) FROM certificate WHERE der IS NOT NULL
    UNION ALL SELECT 'certificate.admitted', count(*) FROM certificate WHERE kind = 'device' AND revision IS NOT NULL AND removal_revision IS NULL
    UNION ALL SELECT 'certificate.revoked', count(*) FROM revocation`;
  return Object.fromEntries(rows.map((row) => [row.name, Number(row.n)]));
}

it("the counts that triggers keep are the ones that counting gives, after every kind of change", async () => {
  const expected = await counted();
  expect(Object.keys(expected).length).toBeGreaterThanOrEqual(7);
  const count = await readTally();
  expect(Object.fromEntries(Object.keys(expected).map((name) => [name, count(name)]))).toEqual(expected);
  const { counts, pool } = await readOverview(as(admin));
  expect(counts.users).toBe(4);
  expect(counts.devices).toBe(3);
  expect(pool).toEqual({ assigned: 3, quarantined: 1, free: 249, reserved: 0, total: 253 });
});

it("I6: a silent node that has not heard of an offboarding is named with the person, and no longer once it reports the revision", async () => {
  const heard = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  await storeReport(nodeContext(vpn1), reportOf(vpn1, { revision: Number(heard.revision) }));
  await offboardUser(as(admin), "ann", { confirm: "ann" });
  const owed = async () => (await readOverview(as(admin))).needs.filter((need) => need.code === "receipt-owed").map((need) => need.href);
  expect(await owed()).toEqual([]);
  await db().node.updateMany({ data: { reportedAt: new Date(Date.now() - 120_000) } });
  expect(await owed()).toEqual(["/users/ann"]);
  const now = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  await db().node.updateMany({ data: { revision: now.revision } });
  expect(await owed()).toEqual([]);
});

it("what ends and what fills up is said in time: the pool at nine tenths, the CAs, a CRL that nobody signs", async () => {
  const codes = async (after = 0) =>
    (await readOverview(as(admin, () => new Date(Date.now() + after)))).needs.map(({ code }) => code).filter((code) => NAMED.has(code));
  const NAMED = new Set(["pool", "root-ends", "issuing-ends", "crl-old"]);
  expect(await codes()).toEqual([]);
  const { pool } = await readOverview(as(admin));
  const usable = pool.free + pool.assigned + pool.quarantined;
  await db().tally.update({ where: { name: "pair.1.free" }, data: { n: { decrement: pool.free - Math.floor(usable / 10) } } });
  await db().tally.update({ where: { name: "pair.1.assigned" }, data: { n: { increment: pool.free - Math.floor(usable / 10) } } });
  expect(await codes()).toEqual(["pool"]);
  await db().authority.updateMany({ where: { kind: "root" }, data: { notAfter: new Date(Date.now() + 364 * 86_400_000) } });
  await db().authority.updateMany({ where: { kind: "issuing" }, data: { notAfter: new Date(Date.now() + 179 * 86_400_000) } });
  expect((await codes()).sort()).toEqual(["issuing-ends", "pool", "root-ends"]);
  expect(await codes(2 * 3_600_000 + 60_000)).toContain("crl-old");
});

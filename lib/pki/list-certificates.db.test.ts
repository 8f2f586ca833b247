import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/core/context";
import { addEnrolledNode, addPersonWithProfile, as, newCluster, type Person } from "@/lib/lifecycle/cluster-for-tests";
import { CertificateQuery, SORTS_OF } from "./certificate-filter";
import { listCertificates } from "./list-certificates";
import { readCertificate } from "./read-certificate";
import { readAuthority } from "./read";

let admin: Actor;
let ann: Person & { serial: string; commonName: string };
const DAY = 86_400_000;
const now = Date.now();
const serial = (i: number) => `7a${i.toString(16).padStart(38, "0")}`;

/** Beside real ones: 3,000 of a device, that began a day after one another and live 400 days; every fifth is revoked. */
beforeAll(async () => {
  admin = await newCluster();
  await addEnrolledNode(as(admin), "vpn1");
  ann = await addPersonWithProfile(as(admin), "ann");
  const authority = await db().authority.findFirstOrThrow({ where: { kind: "issuing" } });
  await db().certificate.createMany({
    data: Array.from({ length: 3000 }, (_, i) => ({
      serial: serial(i),
      kind: "device" as const,
      authorityId: authority.id,
      deviceId: ann.deviceId,
      commonName: `bulk.d${i % 7}.${String(i).padStart(4, "0")}`,
      spkiSha256: serial(i),
      notBefore: new Date(now - (2800 - i) * DAY),
      notAfter: new Date(now - (2400 - i) * DAY + 60_000),
      reservedAt: new Date(now - (2800 - i) * DAY),
      issuedAt: new Date(now - (2800 - i) * DAY),
      // No two certificates have the same bytes.
      der: new Uint8Array([0x30, 2, i >> 8, i & 255]),
    })),
  });
  const first = await db().revocation.count();
  await db().revocation.createMany({
    data: Array.from({ length: 600 }, (_, i) => ({
      serial: serial(i * 5),
      authorityId: authority.id,
      sequence: first + i + 1,
      reason: 4,
      revokedAt: new Date(now - (600 - i) * 60_000),
      revokedBy: "ada@example.org",
    })),
  });
  await db().$executeRaw`ANALYZE certificate`;
});

const list = (query: object = {}) =>
  listCertificates(
    as(admin, () => new Date(now)),
    CertificateQuery.parse(query),
  );
async function walk(query: object): Promise<string[]> {
  const serials: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const { rows, next } = await list({ ...query, cursor });
    serials.push(...rows.map((row) => row.serial));
    if (!next) return serials;
    cursor = next;
  }
}
const bulk = (serials: string[]) => serials.filter((one) => one.startsWith("7a0000")).map((one) => parseInt(one.slice(2), 16));
const all = Array.from({ length: 3000 }, (_, i) => i);

test("each state has exactly its certificates, in its order, page after page", async () => {
  const revoked = (i: number) => i % 5 === 0;
  const expired = (i: number) => i < 2400;
  expect(bulk(await walk({ state: "revoked" }))).toEqual(all.filter(revoked).reverse());
  expect(bulk(await walk({ state: "valid" }))).toEqual(all.filter((i) => !revoked(i) && !expired(i)));
  expect(bulk(await walk({ state: "expired" }))).toEqual(all.filter((i) => !revoked(i) && expired(i)).reverse());
  expect(bulk(await walk({ state: "ending" }))).toEqual(all.filter((i) => !revoked(i) && !expired(i) && i < 2490));
  expect(bulk(await walk({}))).toEqual([...all].reverse());
  expect(bulk(await walk({ sort: "ends", order: "desc" }))).toEqual([...all].reverse());
  const names = await walk({ sort: "name" });
  const rows = await db().certificate.findMany({ where: { serial: { in: names } }, select: { serial: true, commonName: true } });
  const nameOf = new Map(rows.map((row) => [row.serial, row.commonName]));
  const inOrder = names.map((one) => nameOf.get(one) ?? "");
  expect(names).toHaveLength(await db().certificate.count());
  expect(inOrder).toEqual([...inOrder].sort((a, b) => a.localeCompare(b)));
});

test("a page goes back to the one before it", async () => {
  const first = await list({ state: "revoked" });
  const second = await list({ state: "revoked", cursor: first.next ?? "" });
  const back = await list({ state: "revoked", cursor: second.previous ?? "" });
  expect(back.rows).toEqual(first.rows);
  expect(back.previous).toBeNull();
});

test("found by how the common name or the serial begins, with colons too; a sign that means more to SQL is itself", async () => {
  expect((await list({ search: "ANN." })).rows.map((row) => row.commonName)).toEqual(["ann.laptop.1"]);
  const colons = ann.serial.toUpperCase().match(/../g)?.join(":").slice(0, 29) ?? "";
  expect((await list({ search: colons })).rows.map((row) => row.serial)).toEqual([ann.serial]);
  const many = await list({ search: "bulk." });
  expect(many).toMatchObject({ capped: true, next: null });
  expect(many.rows).toHaveLength(150);
  expect((await list({ search: "bulk.d3.0003" })).rows).toMatchObject([{ state: "expired", username: "ann", device: "laptop" }]);
  expect((await list({ search: "bulk.d3.0003", state: "valid" })).rows).toEqual([]);
  for (const search of ["%", "_nn", "\\", "bulk%", "x".repeat(200)]) expect((await list({ search })).rows).toEqual([]);
  expect((await list({ search: "homeport-" })).rows).toMatchObject([{ kind: "node", node: "vpn1", username: null }]);
});

test("portal.5: no page and no search reads more rows than it may, whatever the state and the order", async () => {
  const queries: string[] = [];
  const states = ["all", "valid", "ending", "expired", "revoked"] as const;
  for (const state of states)
    for (const sort of SORTS_OF[state]) {
      const column = { issued: "reserved_at", name: "common_name", ends: "not_after", revoked: "revoked_at" }[sort];
      const good = "revoked_at IS NULL AND issued_at IS NOT NULL";
      const where = {
        all: "TRUE",
        valid: `${good} AND not_after > now()`,
        ending: `${good} AND not_after > now() AND not_after <= now() + interval '90 days'`,
        expired: `${good} AND not_after <= now()`,
        revoked: "revoked_at IS NOT NULL",
      }[state];
      for (const direction of ["ASC", "DESC"])
        queries.push(`SELECT serial FROM certificate WHERE ${where} ORDER BY ${column} ${direction}, serial ${direction} LIMIT 51`);
    }
  queries.push("SELECT serial FROM certificate WHERE common_name LIKE 'bulk.%' ORDER BY common_name USING ~<~ LIMIT 151");
  queries.push("SELECT serial FROM certificate WHERE serial LIKE '7a%' ORDER BY serial USING ~<~ LIMIT 151");
  for (const sql of queries) {
    const plan = await db().$queryRawUnsafe<{ "QUERY PLAN": string }[]>(`EXPLAIN (ANALYZE, TIMING OFF) ${sql}`);
    const text = plan.map((line) => line["QUERY PLAN"]).join("\n");
    const read = Math.max(...[...text.matchAll(/actual rows=(\d+)/g)].map(([, rows]) => Number(rows)));
    const removed = [...text.matchAll(/Rows Removed by Filter: (\d+)/g)].reduce((sum, [, rows]) => sum + Number(rows), 0);
    expect(read + removed, `${sql}\n${text}`).toBeLessThanOrEqual(200);
  }
});

test("an order that a state does not have, a cursor of another order, and a role that may not look are refused", async () => {
  await expect(list({ state: "valid", sort: "name" })).rejects.toMatchObject({ code: "invalid", field: "sort" });
  const { next } = await list({ sort: "name" });
  await expect(list({ sort: "ends", cursor: next ?? "" })).rejects.toMatchObject({ code: "invalid", field: "cursor" });
  const none = as({ ...admin, role: "none" } as Actor);
  await expect(listCertificates(none, {})).rejects.toMatchObject({ code: "forbidden" });
  await expect(readCertificate(none, ann.serial)).rejects.toMatchObject({ code: "forbidden" });
});

test("one certificate with all that is known of it, and what ends within 90 days, without counting rows", async () => {
  expect(await readCertificate(as(admin), ann.serial.toUpperCase())).toMatchObject({
    commonName: "ann.laptop.1",
    state: "valid",
    username: "ann",
    pem: expect.stringContaining("BEGIN CERTIFICATE"),
    revocation: null,
  });
  expect(await readCertificate(as(admin), serial(5))).toMatchObject({ state: "revoked", revocation: { reason: "superseded" } });
  for (const odd of ["", "zz", "%", serial(999_999)])
    await expect(readCertificate(as(admin), odd)).rejects.toMatchObject({ code: "missing" });
  const { counts, ending } = await readAuthority(as(admin));
  expect(counts).toEqual({
    issued: await db().certificate.count({ where: { der: { not: null } } }),
    admitted: await db().certificate.count({ where: { kind: "device", revision: { not: null }, removalRevision: null } }),
    revoked: await db().revocation.count(),
  });
  // Each fifth of 90 is revoked; the node's own ends in 30 days.
  expect(ending).toEqual({ authorities: [], certificates: 73 });
});

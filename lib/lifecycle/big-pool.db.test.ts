import { beforeAll, expect, test } from "vitest";
import { listPairs } from "@/lib/addresses/list-pairs";
import { readAddress } from "@/lib/addresses/read-address";
import { readMap } from "@/lib/addresses/read-map";
import { listPools } from "@/lib/addresses/read-pools";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { addPerson, as, newCluster } from "./cluster-for-tests";
import { ResizePoolBody } from "./pool-bodies";
import { resizePool } from "./resize-pool";

/** What takes ten seconds alone takes longer than a transaction may where other tests run beside it: the proof has the machine to itself. */
const [BITS, BLOCKS] = process.env.PROVE ? [14, 2048] : [16, 512];
const PAIRS = 2 ** (32 - BITS);

let admin: Actor;
beforeAll(async () => {
  admin = await newCluster("10.8.0.0/24");
  await addPerson(as(admin), "ann");
});

/** Rows that reads have taken from tables and indexes so far, when all connections have handed over their counts. Nobody else reads here. */
async function rowsRead(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await Promise.all(Array.from({ length: 12 }, () => db().$queryRaw`SELECT 1 AS one, pg_stat_force_next_flush() IS NULL AS flushed`));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const rows = await db().$queryRaw<{ n: bigint }[]>`
    SELECT (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::bigint AS n FROM pg_stat_user_tables
    WHERE relname IN ('address_pair', 'address_block', 'address_block_delta', 'device', 'user')`;
  return rows.reduce((sum, { n }) => sum + Number(n), 0);
}

test(`portal.5: a pool of ${PAIRS.toLocaleString("en")} is made in one go; map, table and history read 200 rows or so of it`, {
  timeout: 180_000,
}, async () => {
  const [pool] = await listPools(as(admin));
  if (!pool) throw new Error("no pool");
  const began = Date.now();
  await resizePool(as(admin), pool.id, ResizePoolBody.parse({ ipv4: `10.8.0.0/${BITS}`, version: pool.version }));
  // The transaction may take 30 s; this is to be far from that on a quiet machine.
  console.log(`from /24 to /${BITS}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  await db().$executeRaw`ANALYZE address_pair`;
  await db().$executeRaw`ANALYZE address_block`;
  const [now] = await listPools(as(admin));
  expect(now).toMatchObject({ ipv4: `10.8.0.0/${BITS}`, free: PAIRS - 4, assigned: 1 });
  const asks: [string, () => Promise<unknown>][] = [
    ["the map's groups and blocks", () => readMap(as(admin), {})],
    ["another group", () => readMap(as(admin), { group: BLOCKS / 128 - 1 })],
    ["cells at the end", () => readMap(as(admin), { block: BLOCKS - 1 })],
    ["the table's first page", () => listPairs(as(admin), {})],
    ["only assigned", () => listPairs(as(admin), { state: "assigned" })],
    ["only free, by a search", () => listPairs(as(admin), { state: "free", q: "10.8.11" })],
    ["in quarantine, of which there is none", () => listPairs(as(admin), { state: "quarantined", q: "10.8.1" })],
    ["a search", () => listPairs(as(admin), { q: "10.8.10.1" })],
    ["a person", () => listPairs(as(admin), { q: "ann" })],
    ["an address", () => readAddress(as(admin), "10.8.200.4")],
    ["the pools", () => listPools(as(admin))],
  ];
  const read: [string, number][] = [];
  let before = await rowsRead();
  for (const [what, ask] of asks) {
    await ask();
    const after = await rowsRead();
    read.push([what, after - before]);
    before = after;
  }
  console.log(read.map(([what, rows]) => `${what}: ${rows} rows`).join("\n"));
  // Groups and blocks are two queries of one look.
  expect(read.filter(([, rows]) => rows > 300)).toEqual([]);
});

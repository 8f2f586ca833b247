import { Prisma, type PairState } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { MOST_ROWS, PAGE_SIZE, pageOf, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { readSearch } from "./pair-search";
import { placeOf } from "./place";
import { poolSize } from "./pool";
import { inPool } from "./range";
import { readWaits, type WaitsOf } from "./read-waits";

export type PairRow = {
  poolId: number;
  index: number;
  ipv4: string;
  ipv6: string;
  state: PairState;
  username: string | null;
  device: string | null;
  /** What a pair in quarantine waits for. */
  waits: WaitsOf;
};
export type PairQuery = { pool?: number; state?: PairState; q?: string; cursor?: string; limit?: number };
/** `more`: the search for a person found more than it shows; another letter narrows it. */
export type PairPage = Paged<PairRow> & { more: boolean };

type Found = Omit<PairRow, "waits"> & { releasedAt: Date | null; releaseRevision: bigint | null };
const COLUMNS = Prisma.sql`p.pool_id AS "poolId", p.index, p.ipv4, p.ipv6, p.state::text AS state, u.username, d.name AS device,
  p.released_at AS "releasedAt", p.release_revision AS "releaseRevision"`;
const WHO = Prisma.sql`LEFT JOIN device d ON d.id = p.device_id LEFT JOIN "user" u ON u.id = d.user_id`;

/** The pairs in the order of their pools and indexes. Each query walks an index and reads one page. */
export async function listPairs(ctx: Context, query: PairQuery): Promise<PairPage> {
  demand(ctx.actor, "addresses.read");
  const limit = Math.min(query.limit ?? PAGE_SIZE, MOST_ROWS);
  const search = readSearch(query.q ?? "");
  const state = query.state ? Prisma.sql`AND p.state = ${query.state}::"PairState"` : Prisma.empty;
  const inOne = query.pool === undefined ? Prisma.empty : Prisma.sql`AND p.pool_id = ${query.pool}`;
  if (search.kind === "words") {
    const rows = await byWords(search.text, Prisma.sql`${state} ${inOne}`, limit + 1);
    return { rows: await finished(ctx, rows.slice(0, limit)), next: null, previous: null, more: rows.length > limit };
  }
  if (search.kind === "ipv6") {
    const rows = await db().$queryRaw<
      Found[]
    >`SELECT ${COLUMNS} FROM address_pair p ${WHO} WHERE p.ipv6 = ${search.ipv6} ${state} ${inOne}`;
    return { rows: await finished(ctx, rows), next: null, previous: null, more: false };
  }
  const place = placeOf(query.cursor);
  const pools = await db().addressPool.findMany({ where: query.pool === undefined ? {} : { id: query.pool }, orderBy: { id: "asc" } });
  const parts = pools.flatMap((pool) => {
    const ranges = search.kind === "all" ? [{ first: 0, last: poolSize(pool) - 1 }] : search.ranges.map((range) => inPool(pool, range));
    return ranges.flatMap((range) => (range ? [{ poolId: pool.id, ...range }] : []));
  });
  if (place?.back) parts.reverse();
  const found: Found[] = [];
  for (const { poolId, first, last } of parts) {
    const passed = place && (place.back ? poolId > place.poolId : poolId < place.poolId);
    if (passed || found.length > limit) continue;
    const here = place?.poolId === poolId ? place : null;
    const from = here && !here.back ? Math.max(first, here.index + 1) : first;
    const to = here?.back ? Math.min(last, here.index - 1) : last;
    if (from > to) continue;
    const order = place?.back ? Prisma.sql`DESC` : Prisma.sql`ASC`;
    found.push(
      ...(await db().$queryRaw<Found[]>`
        SELECT ${COLUMNS} FROM address_pair p ${WHO} WHERE p.pool_id = ${poolId} AND p.index BETWEEN ${from} AND ${to} ${state}
        ORDER BY p.index ${order} LIMIT ${limit + 1 - found.length}`),
    );
  }
  const page = pageOf(found, limit, place?.cursor ?? null, (row) => [row.poolId, row.index]);
  return { ...page, rows: await finished(ctx, page.rows), more: false };
}

/** Whose name, username or e-mail begins so, as the users' list finds them. */
function byWords(text: string, narrowed: Prisma.Sql, limit: number): Promise<Found[]> {
  const prefix = `${text.replace(/[\\%_]/g, "\\$&")}%`;
  return db().$queryRaw<Found[]>`
    WITH hits AS (SELECT user_id FROM search_term WHERE term LIKE ${prefix} ORDER BY term, user_id LIMIT 60),
      people AS (SELECT DISTINCT user_id FROM hits)
    SELECT ${COLUMNS} FROM people JOIN "user" u ON u.id = people.user_id
      JOIN device d ON d.user_id = u.id AND d.removed_at IS NULL JOIN address_pair p ON p.device_id = d.id
    WHERE true ${narrowed} ORDER BY p.pool_id, p.index LIMIT ${limit}`;
}

async function finished(ctx: Context, rows: Found[]): Promise<PairRow[]> {
  const waits = await readWaits(ctx, rows);
  return rows.map(({ releasedAt: _at, releaseRevision: _revision, ...row }, i) => ({ ...row, waits: waits[i] ?? null }));
}

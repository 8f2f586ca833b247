import { z } from "zod";
import { Prisma } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { decodeCursor, momentKey, NO_SUCH_PAGE, PAGE_SIZE, pageOf, type Cursor } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import {
  ENDING_DAYS,
  SORTS_OF,
  usualOrder,
  type CertificateFilter,
  type CertificateQuery,
  type CertificateSort,
} from "./certificate-filter";
import { readListed, type CertificateList } from "./certificate-rows";
import { findCertificates } from "./find-certificates";

const COLUMN: Readonly<Record<CertificateSort, "reserved_at" | "common_name" | "not_after" | "revoked_at">> = {
  issued: "reserved_at",
  name: "common_name",
  ends: "not_after",
  revoked: "revoked_at",
};

/** Certificates by state and order, a page at a time through an index; or those whose common name or serial begins with what is searched. */
export async function listCertificates(ctx: Context, query: z.output<typeof CertificateQuery>): Promise<CertificateList> {
  demand(ctx.actor, "authority.read");
  const search = query.search?.trim() ?? "";
  if (search) return findCertificates(ctx, search, query.state);
  const sort = query.sort ?? SORTS_OF[query.state ?? "all"][0] ?? "issued";
  if (!SORTS_OF[query.state ?? "all"].includes(sort))
    refuse("invalid", `These are sorted by ${SORTS_OF[query.state ?? "all"].join(", ")} only.`, "sort");
  const cursor = decodeCursor(query.cursor, sort === "name" ? 2 : z.tuple([momentKey.nullable(), z.string()]));
  const serials = await pageOfSerials(query.state, sort, query.order ?? usualOrder(sort, query.state), cursor, ctx.now());
  const rows = await readListed(serials, ctx.now());
  const keyOf = { issued: "reservedAt", name: "commonName", ends: "notAfter", revoked: "revokedAt" } as const;
  const page = pageOf(rows, PAGE_SIZE, cursor, (row) => {
    const key = row[keyOf[sort]];
    return [key instanceof Date ? key.toISOString() : key, row.serial];
  });
  return { ...page, rows: page.rows.map(({ reservedAt: _only, ...row }) => row), hits: null, capped: false };
}

async function pageOfSerials(
  state: CertificateFilter | undefined,
  sort: CertificateSort,
  order: "asc" | "desc",
  cursor: Cursor | null,
  now: Date,
): Promise<string[]> {
  const column = Prisma.raw(COLUMN[sort]);
  const ascending = (order === "asc") !== (cursor?.back ?? false);
  const [key, serial] = cursor?.keys ?? [];
  const from = cursor
    ? Prisma.sql`AND (${column}, serial) ${Prisma.raw(ascending ? ">" : "<")} (${keyValue(sort, key)}, ${String(serial)})`
    : Prisma.empty;
  const direction = Prisma.raw(ascending ? "ASC" : "DESC");
  const rows = await db().$queryRaw<{ serial: string }[]>`
    SELECT serial FROM certificate WHERE ${where(state, now)} ${from}
    ORDER BY ${column} ${direction}, serial ${direction} LIMIT ${PAGE_SIZE + 1}`;
  return rows.map((row) => row.serial);
}

function keyValue(sort: CertificateSort, key: unknown): Prisma.Sql {
  if (sort === "name") return Prisma.sql`${String(key)}`;
  const at = new Date(String(key));
  if (Number.isNaN(at.getTime())) refuse("invalid", NO_SUCH_PAGE, "cursor");
  return Prisma.sql`${at.toISOString()}::timestamptz`;
}

/** As the partial indexes of certificate_lists say it, so that they are used. */
function where(state: CertificateFilter | undefined, now: Date): Prisma.Sql {
  const at = (days: number) => Prisma.sql`${new Date(now.getTime() + days * 86_400_000).toISOString()}::timestamptz`;
  const good = Prisma.sql`revoked_at IS NULL AND issued_at IS NOT NULL`;
  if (state === "revoked") return Prisma.sql`revoked_at IS NOT NULL`;
  if (state === "valid") return Prisma.sql`${good} AND not_after > ${at(0)}`;
  if (state === "ending") return Prisma.sql`${good} AND not_after > ${at(0)} AND not_after <= ${at(ENDING_DAYS)}`;
  if (state === "expired") return Prisma.sql`${good} AND not_after <= ${at(0)}`;
  return Prisma.sql`TRUE`;
}

/** How many end within 90 days; 151 stands for more than 150. */
export async function countEnding(now: Date): Promise<number> {
  const rows = await db().$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM (SELECT 1 FROM certificate WHERE ${where("ending", now)} ORDER BY not_after LIMIT 151) few`;
  return rows[0]?.n ?? 0;
}

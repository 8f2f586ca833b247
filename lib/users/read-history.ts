import { Prisma } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { decodeCursor, NO_SUCH_PAGE, pageOf, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";

export type HistoryEntry = {
  seq: bigint;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  details: unknown;
  source: string | null;
};

const PAGE = 20;

/** What the audit log says about one user: the entries about them alone, and those that name them among others (runs, jobs). */
export async function readHistory(ctx: Context, username: string, { cursor }: { cursor?: string } = {}): Promise<Paged<HistoryEntry>> {
  demand(ctx.actor, "audit.read");
  const at = decodeCursor(cursor, 1);
  if (at && !/^\d{1,18}$/.test(String(at.keys[0]))) refuse("invalid", NO_SUCH_PAGE, "cursor");
  const order = at?.back ? Prisma.sql`ORDER BY seq ASC` : Prisma.sql`ORDER BY seq DESC`;
  const [seq = null] = at?.keys ?? [];
  const from = at === null ? Prisma.empty : at.back ? Prisma.sql`AND seq > ${seq}::bigint` : Prisma.sql`AND seq < ${seq}::bigint`;
  // What names several is found by its own index first: else the log would be read backwards until enough were found.
  const found = await db().$queryRaw<HistoryEntry[]>`
    WITH named AS MATERIALIZED (SELECT seq FROM audit_entry WHERE details -> 'users' @> ${JSON.stringify([username])}::jsonb)
    SELECT e.seq, e.at, e.actor, e.action, e.subject, e.details, e.source FROM (
      (SELECT seq FROM audit_entry WHERE subject = ${`user ${username}`} ${from} ${order} LIMIT ${PAGE + 1})
      UNION (SELECT seq FROM named WHERE true ${from} ${order} LIMIT ${PAGE + 1})) t
    JOIN audit_entry e ON e.seq = t.seq ORDER BY e.seq ${at?.back ? Prisma.sql`ASC` : Prisma.sql`DESC`}
    LIMIT ${PAGE + 1}`;
  return pageOf(found, PAGE, at, (row) => [row.seq.toString()]);
}

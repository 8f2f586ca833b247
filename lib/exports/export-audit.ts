import type { AuditFilter } from "@/lib/core/audit-filter";
import type { Context } from "@/lib/core/context";
import { MOST_ROWS } from "@/lib/core/cursor";
import { readAudit, type AuditPage } from "@/lib/core/read-audit";
import type { Export } from "./export";

type Line = AuditPage["entries"][number];

/** The audit log, newest first, with the hashes by which it can be checked elsewhere. */
export const exportAudit = (ctx: Context, query: AuditFilter): Export<Line> => ({
  columns: ["seq", "at", "actor", "action", "subject", "details", "source", "hash"],
  rows: lines(ctx, query),
});

async function* lines(ctx: Context, query: AuditFilter): AsyncGenerator<Line[]> {
  for (let before: bigint | undefined; ; ) {
    const { entries, next } = await readAudit(ctx, { ...query, before, limit: MOST_ROWS });
    if (entries.length > 0) yield entries;
    if (next === null) return;
    before = next;
  }
}

import { db } from "@/lib/db/client";
import type { Context } from "./context";
import { demand } from "./permissions";

export type AuditPage = {
  entries: {
    seq: bigint;
    at: Date;
    actor: string;
    action: string;
    subject: string;
    details: unknown;
    source: string | null;
    hash: string;
  }[];
  /** Pass as `before` for the next, older page; null at the beginning of time. */
  next: bigint | null;
};

/** The audit log, newest first. */
export async function readAudit(
  ctx: Context,
  { before, limit = 50, subject }: { before?: bigint; limit?: number; subject?: string } = {},
): Promise<AuditPage> {
  demand(ctx.actor, "audit.read");
  const rows = await db().auditEntry.findMany({
    where: { ...(before === undefined ? {} : { seq: { lt: before } }), ...(subject ? { subject } : {}) },
    orderBy: { seq: "desc" },
    take: Math.min(limit, 200) + 1,
    select: { seq: true, at: true, actor: true, action: true, subject: true, details: true, source: true, hash: true },
  });
  const entries = rows.slice(0, Math.min(limit, 200));
  return { entries, next: rows.length > entries.length ? (entries.at(-1)?.seq ?? null) : null };
}

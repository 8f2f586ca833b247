import { z } from "zod";
import type { AuditFilter, AuditQuery } from "./audit-filter";
import type { Context } from "./context";
import { decodeCursor, encodeCursor, NO_SUCH_PAGE, PAGE_SIZE } from "./cursor";
import { demand } from "./permissions";
import { scanAudit, type FoundEntry } from "./scan-audit";
import { refuse } from "@/lib/refusal";

export type AuditPage = {
  entries: FoundEntry[];
  /** Pass as `before` for the next, older page; null at the beginning of time. */
  next: bigint | null;
};

/** The audit log, newest first, at most 200 entries at a time. */
export async function readAudit(
  ctx: Context,
  { before, limit = 50, ...filter }: AuditFilter & { before?: bigint; limit?: number } = {},
): Promise<AuditPage> {
  demand(ctx.actor, "audit.read");
  const { found, edge } = await scanAudit(filter, { seq: before ?? null, forwards: false }, Math.min(limit, 200));
  return { entries: found, next: edge };
}

/** A page for people and programs: `looked` says that there may be more although the page is not full. */
export type AuditList = { entries: FoundEntry[]; next: string | null; previous: string | null; looked: boolean };

export const AuditListAnswer = z.object({
  entries: z.array(
    z.object({
      seq: z.string(),
      at: z.iso.datetime(),
      actor: z.string(),
      action: z.string(),
      subject: z.string(),
      details: z.unknown(),
      source: z.string().nullable(),
      hash: z.string(),
    }),
  ),
  next: z.string().nullable(),
  previous: z.string().nullable(),
  looked: z.boolean(),
});

/** The audit log by who, what, whom and when, newest first, a page at a time in either direction. */
export async function listAudit(ctx: Context, query: z.output<typeof AuditQuery>): Promise<AuditList> {
  demand(ctx.actor, "audit.read");
  const { cursor: text, limit = PAGE_SIZE, ...filter } = query;
  const cursor = decodeCursor(text, 1);
  const back = cursor?.back ?? false;
  const { found, edge } = await scanAudit(filter, { seq: cursor ? seqOf(cursor.keys[0]) : null, forwards: back }, limit);
  const entries = back ? found.toReversed() : found;
  const at = (seq: bigint | undefined | null, isBack: boolean) =>
    seq === undefined || seq === null ? null : encodeCursor({ keys: [Number(seq)], back: isBack });
  return {
    entries,
    // Going back, the page that one came from is there; and the other way round.
    next: back ? at(entries.at(-1)?.seq ?? seqOf(cursor?.keys[0]), false) : at(edge, false),
    previous: back ? at(edge, true) : cursor ? at(entries[0]?.seq ?? seqOf(cursor.keys[0]), true) : null,
    looked: edge !== null && found.length < limit,
  };
}

function seqOf(key: unknown): bigint {
  const found = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).safeParse(key);
  return found.success ? BigInt(found.data) : refuse("invalid", NO_SUCH_PAGE, "cursor");
}

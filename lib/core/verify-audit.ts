import { db } from "@/lib/db/client";
import { chainHash, GENESIS } from "./audit";
import { MOST_ROWS } from "./cursor";

export type AuditVerdict = { ok: true; entries: number } | { ok: false; seq: bigint; sentence: string };

const head = () => db().cluster.findUnique({ where: { id: 1 }, select: { auditSeq: true, auditHead: true } });

/**
 * Walks the chain from its beginning to the cluster's head: an altered, deleted or swapped row is found (I10). Others may write meanwhile.
 * Holds 200 rows at a time, however long the log is; `signal` ends it early.
 */
export async function verifyAudit(signal?: AbortSignal): Promise<AuditVerdict> {
  const before = await head();
  const early = await db().auditEntry.findFirst({ where: { seq: { lt: 1n } }, orderBy: { seq: "asc" }, select: { seq: true } });
  if (early) return { ok: false, seq: early.seq, sentence: `Entry ${early.seq} stands before the first one: it came from elsewhere.` };
  let previous = GENESIS;
  let seq = 0n;
  for (;;) {
    signal?.throwIfAborted();
    const rows = await db().auditEntry.findMany({ where: { seq: { gt: seq } }, orderBy: { seq: "asc" }, take: MOST_ROWS });
    for (const row of rows) {
      if (row.seq !== seq + 1n) return { ok: false, seq: seq + 1n, sentence: `Entry ${seq + 1n} is missing.` };
      if (row.previous !== previous) return { ok: false, seq: row.seq, sentence: `Entry ${row.seq} does not follow the entry before it.` };
      if (chainHash(row) !== row.hash) return { ok: false, seq: row.seq, sentence: `Entry ${row.seq} was altered.` };
      previous = row.hash;
      seq = row.seq;
      if (before?.auditSeq === seq && before.auditHead !== previous)
        return { ok: false, seq, sentence: `Entry ${seq} is not the one that the cluster calls its last.` };
    }
    if (rows.length === 0) break;
  }
  if (before && seq < before.auditSeq)
    return {
      ok: false,
      seq: seq + 1n,
      sentence: `The last entries are missing: the chain ends at ${seq}, the cluster says ${before.auditSeq}.`,
    };
  const after = await head();
  if (seq > (after?.auditSeq ?? 0n))
    return { ok: false, seq, sentence: `Entry ${seq} came from elsewhere: the cluster's last is ${after?.auditSeq ?? 0n}.` };
  return { ok: true, entries: Number(seq) };
}

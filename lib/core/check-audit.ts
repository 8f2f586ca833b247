import { z } from "zod";
import { db } from "@/lib/db/client";
import type { Context } from "./context";
import { demand } from "./permissions";
import { verifyAudit, type AuditVerdict } from "./verify-audit";

export const AuditCheck = z.object({
  ok: z.boolean(),
  /** What was found, in a sentence. */
  sentence: z.string(),
  /** Entries from the first to the cluster's last. */
  entries: z.string(),
  /** The first entry that is not right; null when all are. */
  seq: z.string().nullable(),
  /** The hash of the last entry, as the cluster has it: keep it elsewhere, and a log that was written anew shows. */
  head: z.string(),
});

const process_ = globalThis as typeof globalThis & { homeportAuditCheck?: Promise<AuditVerdict> };

/** Verifies the whole log. One walk at a time in a process: whoever asks meanwhile waits for the same one. */
export async function checkAudit(ctx: Context): Promise<z.output<typeof AuditCheck>> {
  demand(ctx.actor, "audit.read");
  process_.homeportAuditCheck ??= verifyAudit().finally(() => (process_.homeportAuditCheck = undefined));
  const verdict = await process_.homeportAuditCheck;
  const { auditSeq, auditHead } = await db().cluster.findUniqueOrThrow({ where: { id: 1 }, select: { auditSeq: true, auditHead: true } });
  return {
    ok: verdict.ok,
    sentence: verdict.ok
      ? `All ${verdict.entries.toLocaleString("en-GB")} entries follow one another: none was altered, taken out or moved.`
      : `${verdict.sentence} Somebody has written to the database past the portal: compare with a backup and with what nodes have witnessed.`,
    entries: auditSeq.toString(),
    seq: verdict.ok ? null : verdict.seq.toString(),
    head: auditHead,
  };
}

/** The number and the hash of the last entry. */
export async function readAuditHead(ctx: Context): Promise<{ seq: bigint; hash: string }> {
  demand(ctx.actor, "audit.read");
  const { auditSeq, auditHead } = await db().cluster.findUniqueOrThrow({ where: { id: 1 }, select: { auditSeq: true, auditHead: true } });
  return { seq: auditSeq, hash: auditHead };
}

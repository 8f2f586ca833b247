import type { Tx } from "@/lib/db/client";
import { CRL_REASONS, crlEntry, type CrlReason } from "./crl";
import { concat } from "./der";

type Cached = { expiredBefore: number; lastSequence: number; bytes: Uint8Array };
const process_ = globalThis as typeof globalThis & { homeportCrlEntries?: Map<number, Cached> };

const reasonName = new Map<number, CrlReason>(Object.entries(CRL_REASONS).map(([name, code]) => [code, name as CrlReason])); // keys of CRL_REASONS are CrlReason

export function reasonOf(code: number): CrlReason {
  return reasonName.get(code) ?? "unspecified";
}

/**
 * The encoded entries of an issuer's revocations up to a sequence, without certificates that expired before a moment: a pure function
 * of rows. What is committed stays encoded in memory, so that one more revocation costs one more entry.
 * `committed`: the caller reads a CRL that is in force; inside a transaction that may yet be undone nothing is kept.
 */
export async function crlEntriesOf(
  tx: Tx,
  of: { authorityId: number; lastSequence: number; expiredBefore: Date },
  committed: boolean,
): Promise<Uint8Array> {
  process_.homeportCrlEntries ??= new Map();
  const cache = process_.homeportCrlEntries;
  const kept = cache.get(of.authorityId);
  const usable = kept && kept.expiredBefore === of.expiredBefore.getTime() && kept.lastSequence <= of.lastSequence ? kept : null;
  const since = usable?.lastSequence ?? 0;
  const rows =
    since === of.lastSequence
      ? []
      : await tx.revocation.findMany({
          where: {
            authorityId: of.authorityId,
            sequence: { gt: since, lte: of.lastSequence },
            certificate: { notAfter: { gte: of.expiredBefore } },
          },
          orderBy: { sequence: "asc" },
          select: { serial: true, revokedAt: true, reason: true },
        });
  const bytes = concat(usable?.bytes ?? new Uint8Array(), ...rows.map((row) => crlEntry(row.serial, row.revokedAt, reasonOf(row.reason))));
  if (committed && (!kept || kept.lastSequence <= of.lastSequence)) {
    cache.set(of.authorityId, { expiredBefore: of.expiredBefore.getTime(), lastSequence: of.lastSequence, bytes });
  }
  return bytes;
}

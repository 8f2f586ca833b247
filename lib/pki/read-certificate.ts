import { createHash } from "node:crypto";
import { z } from "zod";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import type { CrlReason } from "./crl";
import { reasonOf } from "./crl-entries-of";
import { ListedCertificateAnswer } from "./certificate-filter";
import { readListed, type ListedCertificate } from "./certificate-rows";
import { toPem } from "./pem";

export type CertificateDetails = ListedCertificate & {
  issuer: string;
  /** Of the whole certificate; null as long as it is unfinished. */
  fingerprint: string | null;
  pem: string | null;
  /** Since when nodes have admitted it, and since when they no longer do. */
  revision: bigint | null;
  removalRevision: bigint | null;
  firstSeenAt: Date | null;
  overlapEndsAt: Date | null;
  revocation: { reason: CrlReason; revokedAt: Date; revokedBy: string } | null;
};
export const CertificateAnswer = ListedCertificateAnswer.extend({
  issuer: z.string(),
  fingerprint: z.string().nullable(),
  pem: z.string().nullable(),
  revision: z.string().nullable(),
  removalRevision: z.string().nullable(),
  firstSeenAt: z.iso.datetime().nullable(),
  overlapEndsAt: z.iso.datetime().nullable(),
  revocation: z.object({ reason: z.string(), revokedAt: z.iso.datetime(), revokedBy: z.string() }).nullable(),
});

/** One certificate with all that is known of it, by its serial (hex, with colons or without). */
export async function readCertificate(ctx: Context, asked: string): Promise<CertificateDetails> {
  demand(ctx.actor, "authority.read");
  const serial = asked.toLowerCase().replaceAll(":", "");
  const [listed] = /^[0-9a-f]{40}$/.test(serial) ? await readListed([serial], ctx.now()) : [];
  if (!listed) refuse("missing", "There is no certificate of this serial.");
  const row = await db().certificate.findUniqueOrThrow({
    where: { serial },
    include: { authority: { select: { subject: true } }, revocation: true },
  });
  const { reservedAt: _only, ...facts } = listed;
  return {
    ...facts,
    issuer: row.authority.subject,
    fingerprint: row.der ? fingerprintOf(row.der) : null,
    pem: row.der ? toPem("CERTIFICATE", row.der) : null,
    revision: row.revision,
    removalRevision: row.removalRevision,
    firstSeenAt: row.firstSeenAt,
    overlapEndsAt: row.overlapEndsAt,
    revocation: row.revocation && {
      reason: reasonOf(row.revocation.reason),
      revokedAt: row.revocation.revokedAt,
      revokedBy: row.revocation.revokedBy,
    },
  };
}

/** SHA-256 as `openssl x509 -fingerprint -sha256` writes it. */
function fingerprintOf(der: Uint8Array): string {
  const pairs = createHash("sha256").update(der).digest("hex").toUpperCase().match(/../g) ?? [];
  return pairs.join(":");
}

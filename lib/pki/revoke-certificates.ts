import { actorName, type Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { CRL_REASONS, type CrlReason } from "./crl";
import { lockAuthority, signCrl } from "./sign-crl";

/**
 * Step: revokes certificates and signs the CRL that lists them, or marks it due. Serials that are revoked already stay as they are (a
 * revocation is a fact). Every verb that takes access away ends here; entity rows are locked before, the cluster's row comes after.
 */
export async function revokeCertificates(tx: Tx, ctx: Context, serials: readonly string[], reason: CrlReason): Promise<string[]> {
  // Certificates before their issuer, by serial, as whoever completes one has it: two who meet wait, and neither dies.
  await tx.$queryRaw`SELECT 1 AS locked FROM certificate WHERE serial = ANY(${[...serials]}) ORDER BY serial FOR UPDATE`;
  const certificates = await tx.certificate.findMany({
    where: { serial: { in: [...serials] }, revocation: null },
    select: { serial: true, authorityId: true },
    orderBy: [{ authorityId: "asc" }, { serial: "asc" }],
  });
  const byIssuer = new Map<number, string[]>();
  for (const { serial, authorityId } of certificates) byIssuer.set(authorityId, [...(byIssuer.get(authorityId) ?? []), serial]);
  const revoked: string[] = [];
  for (const [authorityId, ours] of [...byIssuer].sort(([a], [b]) => a - b)) {
    const authority = await lockAuthority(tx, authorityId);
    // Asked again under the lock: somebody may have revoked one of them while we waited.
    const still = await tx.certificate.findMany({
      where: { serial: { in: ours }, revocation: null },
      select: { serial: true },
      orderBy: { serial: "asc" },
    });
    if (still.length === 0) continue;
    const revokedAt = new Date(Math.floor(ctx.now().getTime() / 1000) * 1000);
    await tx.revocation.createMany({
      data: still.map(({ serial }, i) => ({
        serial,
        authorityId,
        sequence: authority.lastSequence + 1 + i,
        reason: CRL_REASONS[reason],
        revokedAt,
        revokedBy: actorName(ctx.actor),
      })),
    });
    const lastSequence = authority.lastSequence + still.length;
    await tx.authority.update({ where: { id: authorityId }, data: { lastSequence } });
    await signCrl(tx, ctx, { ...authority, lastSequence });
    revoked.push(...still.map(({ serial }) => serial));
  }
  return revoked;
}

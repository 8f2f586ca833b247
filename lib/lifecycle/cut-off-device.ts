import { releasePair } from "@/lib/addresses/release-pair";
import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import type { CrlReason } from "@/lib/pki/crl";
import { revokeCertificates } from "@/lib/pki/revoke-certificates";
import { withdrawOpen } from "@/lib/users/make-invitation";

export type CutOff = { commonNames: string[]; serials: string[]; atRevision: (tx: Tx, revision: bigint) => Promise<void> };

/**
 * Step: takes everything from devices that could let them in (I6): certificates, reserved ones too, are revoked; open invitations are
 * withdrawn; pairs go into quarantine. `atRevision` must run with the revision whose bundles no longer admit them.
 * The caller has the user's row locked, so that no invitation is being completed meanwhile.
 */
export async function cutOffDevices(tx: Tx, ctx: Context, deviceIds: readonly string[], reason: CrlReason): Promise<CutOff> {
  const ids = [...deviceIds].sort();
  for (const id of ids) {
    await tx.$queryRaw`SELECT 1 AS locked FROM device WHERE id = ${id}::uuid FOR UPDATE`;
    await withdrawOpen(tx, ctx, id);
  }
  const certificates = await tx.certificate.findMany({
    where: { deviceId: { in: ids }, removalRevision: null },
    select: { serial: true, commonName: true, der: true },
  });
  const serials = certificates.map((certificate) => certificate.serial);
  await revokeCertificates(tx, ctx, serials, reason);
  await tx.device.updateMany({ where: { id: { in: ids }, removedAt: null }, data: { removedAt: ctx.now() } });
  return {
    commonNames: certificates
      .filter((certificate) => certificate.der)
      .map((certificate) => certificate.commonName)
      .sort(),
    serials,
    atRevision: async (later, revision) => {
      await later.certificate.updateMany({ where: { serial: { in: serials } }, data: { removalRevision: revision } });
      for (const id of ids) await releasePair(later, ctx, id, revision);
    },
  };
}

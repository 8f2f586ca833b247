import type { RemovalCause } from "@/generated/prisma/client";
import { releasePairs } from "@/lib/addresses/release-pair";
import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import type { CrlReason } from "@/lib/pki/crl";
import { revokeCertificates } from "@/lib/pki/revoke-certificates";
import { withdrawOpen } from "@/lib/users/make-invitation";
import { noteRemovals } from "./note-removals";

export type CutOff = {
  /** The names of the profiles that are good no more, for the answer. */
  commonNames: string[];
  /** The same by device, for whoever is told. */
  profiles: { deviceId: string; commonName: string }[];
  serials: string[];
  atRevision: (tx: Tx, revision: bigint) => Promise<void>;
};

/**
 * Step: takes everything from devices that could let them in (I6): certificates, reserved and suspended ones too, are revoked, all in one
 * CRL; open invitations are withdrawn; pairs go into quarantine. `atRevision` must run with the revision whose bundles no longer admit
 * them. The caller has the users' rows locked, so that no invitation is being completed meanwhile.
 */
export async function cutOffDevices(
  tx: Tx,
  ctx: Context,
  deviceIds: readonly string[],
  reason: CrlReason,
  cause: RemovalCause,
): Promise<CutOff> {
  const ids = [...deviceIds].sort();
  await tx.$queryRaw`SELECT 1 AS locked FROM device WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  await withdrawOpen(tx, ctx, ids);
  // A suspended one is out of the bundles already; its key is good until it is revoked. One that has ended needs no revocation.
  const certificates = await tx.certificate.findMany({
    where: { deviceId: { in: ids }, OR: [{ removalRevision: null }, { revocation: null, notAfter: { gt: ctx.now() } }] },
    select: { serial: true, commonName: true, deviceId: true, der: true },
    orderBy: { serial: "asc" },
  });
  const serials = certificates.map((certificate) => certificate.serial);
  await revokeCertificates(tx, ctx, serials, reason);
  await tx.device.updateMany({ where: { id: { in: ids }, removedAt: null }, data: { removedAt: ctx.now() } });
  const profiles = certificates
    .flatMap(({ der, deviceId, commonName }) => (der && deviceId ? [{ deviceId, commonName }] : []))
    .sort((a, b) => (a.commonName < b.commonName ? -1 : 1));
  return {
    commonNames: profiles.map(({ commonName }) => commonName),
    profiles,
    serials,
    atRevision: async (later, revision) => {
      await noteRemovals(later, ctx, serials, cause, revision);
      await releasePairs(later, ctx, ids, revision);
    },
  };
}

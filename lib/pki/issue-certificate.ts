import type { Context } from "@/lib/core/context";
import { readSettings } from "@/lib/core/settings";
import { db, type Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { deviceTemplate, nodeTemplate, serialFromRandom } from "./certificate";
import type { Csr } from "./csr";
import { openSigner } from "./open-signer";

export type Reservation = { serial: string };
type Owner = { kind: "device"; deviceId: string } | { kind: "node"; nodeId: string };

/**
 * Step, in a transaction of its own that must commit before `signReserved`: the serial, the name and the key of a certificate to be (I3).
 * A reservation that is never completed is revoked by a job: an outcome that nobody knows counts as revoked.
 */
export async function reserveCertificate(tx: Tx, ctx: Context, owner: Owner, commonName: string, csr: Csr): Promise<Reservation> {
  const used = await tx.certificate.findUnique({ where: { spkiSha256: csr.spkiSha256 }, select: { serial: true } });
  if (used) refuse("taken", "The csr's key has a certificate already. Make a new key: no two certificates share one.", "csr");
  const authority = await tx.authority.findFirstOrThrow({ where: { kind: "issuing" }, orderBy: { generation: "desc" } });
  const serial = serialFromRandom(ctx.random(20));
  const request = { serial, commonName, spki: csr.spki, now: ctx.now() };
  const { notBefore, notAfter } =
    owner.kind === "device" ? deviceTemplate({ ...request, days: (await readSettings(tx)).deviceLifeDays }) : nodeTemplate(request);
  await tx.certificate.create({
    data: {
      serial,
      authorityId: authority.id,
      commonName,
      spkiSha256: csr.spkiSha256,
      notBefore,
      notAfter,
      reservedAt: ctx.now(),
      ...owner,
    },
  });
  return { serial };
}

/** Signs what was reserved; outside any transaction. */
export async function signReserved(reservation: Reservation, csr: Csr): Promise<Uint8Array<ArrayBuffer>> {
  const row = await db().certificate.findUniqueOrThrow({ where: { serial: reservation.serial }, include: { authority: true } });
  const signer = await openSigner(db(), row.authority);
  return signer.signCertificate({
    kind: row.kind,
    serial: row.serial,
    commonName: row.commonName,
    spki: csr.spki,
    notBefore: row.notBefore,
    notAfter: row.notAfter,
  });
}

/** Step: keeps the signed certificate, unless it was revoked meanwhile: then nobody ever gets it. */
export async function keepCertificate(tx: Tx, ctx: Context, reservation: Reservation, der: Uint8Array<ArrayBuffer>): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM certificate WHERE serial = ${reservation.serial} FOR UPDATE`;
  const revoked = await tx.revocation.findUnique({ where: { serial: reservation.serial }, select: { serial: true } });
  if (revoked)
    refuse(
      "gone",
      "This certificate was revoked before it was finished. Press the button again; if it stays so, ask your admin for a new invitation.",
    );
  await tx.certificate.update({ where: { serial: reservation.serial }, data: { der, issuedAt: ctx.now() } });
}

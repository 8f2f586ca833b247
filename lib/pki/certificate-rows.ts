import { z } from "zod";
import type { Paged } from "@/lib/core/cursor";
import { db } from "@/lib/db/client";
import { certificateState, ListedCertificateAnswer, type CertificateState } from "./certificate-filter";

export type ListedCertificate = {
  serial: string;
  commonName: string;
  kind: "device" | "node";
  /** Whose it is: a user's device, or a node. */
  username: string | null;
  device: string | null;
  node: string | null;
  notBefore: Date;
  notAfter: Date;
  issuedAt: Date | null;
  revokedAt: Date | null;
  state: CertificateState;
};
/** `capped`: a search had more hits than it gives; `hits` is how many it found, null without a search. */
export type CertificateList = Paged<ListedCertificate> & { hits: number | null; capped: boolean };

/** As the API tells it. */
export const CertificateListAnswer = z.object({
  rows: z.array(ListedCertificateAnswer),
  next: z.string().nullable(),
  previous: z.string().nullable(),
  hits: z.number().int().nullable(),
  capped: z.boolean(),
});

/** These certificates, in this order. */
export async function readListed(serials: readonly string[], now: Date): Promise<(ListedCertificate & { reservedAt: Date })[]> {
  const rows = await db().certificate.findMany({
    where: { serial: { in: [...serials] } },
    select: {
      serial: true,
      commonName: true,
      kind: true,
      notBefore: true,
      notAfter: true,
      reservedAt: true,
      issuedAt: true,
      revokedAt: true,
      device: { select: { name: true, user: { select: { username: true } } } },
      node: { select: { name: true } },
    },
  });
  const bySerial = new Map(rows.map((row) => [row.serial, row]));
  return serials.flatMap((serial) => {
    const row = bySerial.get(serial);
    if (!row) return [];
    const { device, node, ...facts } = row;
    return [
      {
        ...facts,
        username: device?.user.username ?? null,
        device: device?.name ?? null,
        node: node?.name ?? null,
        state: certificateState(facts, now),
      },
    ];
  });
}

import { z } from "zod";
import type { Context } from "@/lib/core/context";
import { decodeCursor, NO_SUCH_PAGE, PAGE_SIZE, pageOf, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { issuerOf } from "./certificate";
import type { CrlReason } from "./crl";
import { reasonOf } from "./crl-entries-of";
import { toHex } from "./der";

export type CrlViewEntry = {
  serial: string;
  commonName: string;
  revokedAt: Date;
  revokedBy: string;
  reason: CrlReason;
  /** Not where the certificate has ended since: no node would take it any more (fact 11). */
  listed: boolean;
};
export type CrlView = {
  issuer: string;
  authorityKeyIdentifier: string;
  number: bigint;
  thisUpdate: Date;
  nextUpdate: Date;
  signedAt: Date;
  entryCount: number;
  due: boolean;
  entries: Paged<CrlViewEntry>;
};

/** As the API tells it. */
export const CrlViewAnswer = z.object({
  issuer: z.string(),
  authorityKeyIdentifier: z.string(),
  number: z.string(),
  thisUpdate: z.iso.datetime(),
  nextUpdate: z.iso.datetime(),
  signedAt: z.iso.datetime(),
  entryCount: z.number().int(),
  due: z.boolean(),
  entries: z.object({
    rows: z.array(
      z.object({
        serial: z.string(),
        commonName: z.string(),
        revokedAt: z.iso.datetime(),
        revokedBy: z.string(),
        reason: z.string(),
        listed: z.boolean(),
      }),
    ),
    next: z.string().nullable(),
    previous: z.string().nullable(),
  }),
});

export const CrlQuery = z.strictObject({ cursor: z.string().max(2000, "This is no cursor of ours.").optional() });

/** The newest issuing CA's CRL, its entries newest first, from the rows that it is made of. */
export async function readCrlView(ctx: Context, query: z.output<typeof CrlQuery>): Promise<CrlView> {
  demand(ctx.actor, "authority.read");
  const crl = await db().crl.findFirstOrThrow({ orderBy: { authorityId: "desc" }, include: { authority: true } });
  const cursor = decodeCursor(query.cursor, 1);
  const sequence = cursor ? sequenceOf(cursor.keys[0]) : null;
  const rows = await db().revocation.findMany({
    where: {
      authorityId: crl.authorityId,
      sequence: { lte: crl.lastSequence, ...(sequence === null ? {} : cursor?.back ? { gt: sequence } : { lt: sequence }) },
    },
    orderBy: { sequence: cursor?.back ? "asc" : "desc" },
    take: PAGE_SIZE + 1,
    include: { certificate: { select: { commonName: true, notAfter: true } } },
  });
  const page = pageOf(rows, PAGE_SIZE, cursor, (row) => [row.sequence]);
  return {
    issuer: crl.authority.subject,
    authorityKeyIdentifier: toHex(issuerOf(crl.authority.der).keyIdentifier),
    number: crl.number,
    thisUpdate: crl.thisUpdate,
    nextUpdate: crl.nextUpdate,
    signedAt: crl.signedAt,
    entryCount: crl.entryCount,
    due: crl.authority.crlDue,
    entries: {
      ...page,
      rows: page.rows.map(({ serial, revokedAt, revokedBy, reason, certificate }) => ({
        serial,
        commonName: certificate.commonName,
        revokedAt,
        revokedBy,
        reason: reasonOf(reason),
        listed: certificate.notAfter >= crl.expiredBefore,
      })),
    },
  };
}

function sequenceOf(key: unknown): number {
  const found = z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .safeParse(key);
  return found.success ? found.data : refuse("invalid", NO_SUCH_PAGE, "cursor");
}

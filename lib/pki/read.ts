import { X509Certificate } from "node:crypto";
import { z } from "zod";
import type { Authority } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { readTally } from "@/lib/core/tally";
import { db } from "@/lib/db/client";
import { ENDING_DAYS } from "./certificate-filter";
import { countEnding } from "./list-certificates";

export type AuthorityFacts = { subject: string; serial: string; notBefore: Date; notAfter: Date; fingerprint: string };
export type AuthorityDetails = {
  root: AuthorityFacts & { keyOfflineAt: Date | null };
  issuing: (AuthorityFacts & { generation: number })[];
  crl: { number: bigint; thisUpdate: Date; nextUpdate: Date; signedAt: Date; entryCount: number; due: boolean };
  /** Of devices and nodes, ever; those that nodes admit now; those that were revoked. */
  counts: { issued: number; admitted: number; revoked: number };
  /** What ends within 90 days: our own CAs, and how many certificates (151 stands for more than 150). */
  ending: { authorities: { name: string; notAfter: Date }[]; certificates: number };
};

const Facts = z.object({
  subject: z.string(),
  serial: z.string(),
  notBefore: z.iso.datetime(),
  notAfter: z.iso.datetime(),
  fingerprint: z.string(),
});
/** As the API tells it. */
export const AuthorityAnswer = z.object({
  root: Facts.extend({ keyOfflineAt: z.iso.datetime().nullable() }),
  issuing: z.array(Facts.extend({ generation: z.number().int() })),
  crl: z.object({
    number: z.string(),
    thisUpdate: z.iso.datetime(),
    nextUpdate: z.iso.datetime(),
    signedAt: z.iso.datetime(),
    entryCount: z.number().int(),
    due: z.boolean(),
  }),
  counts: z.object({ issued: z.number().int(), admitted: z.number().int(), revoked: z.number().int() }),
  ending: z.object({
    authorities: z.array(z.object({ name: z.string(), notAfter: z.iso.datetime() })),
    certificates: z.number().int(),
  }),
});

/** The root, the issuing CAs, the CRL in force, and how many certificates there are. */
export async function readAuthority(ctx: Context): Promise<AuthorityDetails> {
  demand(ctx.actor, "authority.read");
  const now = ctx.now();
  const root = await db().authority.findFirstOrThrow({ where: { kind: "root" } });
  const issuing = await db().authority.findMany({ where: { kind: "issuing" }, orderBy: { generation: "desc" } });
  const crl = await db().crl.findFirstOrThrow({ orderBy: { authorityId: "desc" } });
  const [tally, certificates] = await Promise.all([readTally(), countEnding(now)]);
  const soon = new Date(now.getTime() + ENDING_DAYS * 86_400_000);
  return {
    root: { ...facts(root), keyOfflineAt: root.keyOfflineAt },
    issuing: issuing.map((authority) => ({ ...facts(authority), generation: authority.generation })),
    crl: {
      number: crl.number,
      thisUpdate: crl.thisUpdate,
      nextUpdate: crl.nextUpdate,
      signedAt: crl.signedAt,
      entryCount: crl.entryCount,
      due: issuing.some((authority) => authority.crlDue),
    },
    counts: { issued: tally("certificate.issued"), admitted: tally("certificate.admitted"), revoked: tally("certificate.revoked") },
    ending: {
      authorities: [root, ...issuing]
        .filter(({ notAfter }) => notAfter <= soon)
        .map(({ kind, generation, notAfter }) => ({ name: kind === "root" ? "Root" : `Issuing CA, G${generation}`, notAfter })),
      certificates,
    },
  };
}

function facts(authority: Authority): AuthorityFacts {
  const { subject, serial, notBefore, notAfter, der } = authority;
  return { subject, serial, notBefore, notAfter, fingerprint: new X509Certificate(der).fingerprint256 };
}

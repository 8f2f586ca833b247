import { X509Certificate } from "node:crypto";
import type { Authority } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";

export type AuthorityFacts = { subject: string; serial: string; notBefore: Date; notAfter: Date; fingerprint: string };
export type AuthorityDetails = {
  root: AuthorityFacts & { keyOfflineAt: Date | null };
  issuing: (AuthorityFacts & { generation: number })[];
  crl: { number: bigint; thisUpdate: Date; nextUpdate: Date; signedAt: Date; entryCount: number; due: boolean };
  counts: { valid: number; revoked: number; expired: number };
};

/** The root, the issuing CAs, the CRL in force, and how many certificates there are. */
export async function readAuthority(ctx: Context): Promise<AuthorityDetails> {
  demand(ctx.actor, "authority.read");
  const now = ctx.now();
  const root = await db().authority.findFirstOrThrow({ where: { kind: "root" } });
  const issuing = await db().authority.findMany({ where: { kind: "issuing" }, orderBy: { generation: "desc" } });
  const crl = await db().crl.findFirstOrThrow({ orderBy: { authorityId: "desc" } });
  const [revoked, expired, valid] = await Promise.all([
    db().certificate.count({ where: { revocation: { isNot: null } } }),
    db().certificate.count({ where: { revocation: null, notAfter: { lte: now } } }),
    db().certificate.count({ where: { revocation: null, notAfter: { gt: now }, der: { not: null } } }),
  ]);
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
    counts: { valid, revoked, expired },
  };
}

function facts(authority: Authority): AuthorityFacts {
  const { subject, serial, notBefore, notAfter, der } = authority;
  return { subject, serial, notBefore, notAfter, fingerprint: new X509Certificate(der).fingerprint256 };
}

import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { log } from "@/lib/log";
import { clockIsTrusted } from "./clock";
import { countEntries } from "./crl-entries";
import { crlEntriesOf } from "./crl-entries-of";
import { expiredBeforeFor, nextCrlTimes } from "./crl-times";
import { openSigner } from "./open-signer";

export type LockedAuthority = { id: number; generation: number; der: Uint8Array; lastSequence: number };

/** Step: the issuing CA under its lock; revocations and CRLs of one issuer happen one after another. */
export async function lockAuthority(tx: Tx, id: number): Promise<LockedAuthority> {
  // NO KEY: a certificate that points here can be written meanwhile. Whoever writes it may hold the cluster's row, for which we wait later.
  await tx.$queryRaw`SELECT 1 AS locked FROM authority WHERE id = ${id} FOR NO KEY UPDATE`;
  return tx.authority.findUniqueOrThrow({ where: { id }, select: { id: true, generation: true, der: true, lastSequence: true } });
}

/**
 * Step: signs the CRL of everything revoked so far, in the revoking transaction. Where it cannot be signed now (clock, signer, too many in a
 * row) the authority is marked "CRL due" and the revocation stands all the same: its other barrier, the missing ccd file, needs no signature.
 */
export async function signCrl(tx: Tx, ctx: Context, authority: LockedAuthority): Promise<boolean> {
  const due = async (why: string) => {
    log("warn", "crl.due", { authority: authority.id, why });
    await tx.authority.update({ where: { id: authority.id }, data: { crlDue: true } });
    return false;
  };
  const now = ctx.now();
  const previous = await tx.crl.findUnique({ where: { authorityId: authority.id } });
  const times = nextCrlTimes(previous, now);
  if (!times) return due("thisUpdate would come within ten minutes of now");
  if (!(await clockIsTrusted(tx, now))) return due("this machine's clock is not to be trusted");
  const expiredBefore = previous ? expiredBeforeFor(previous.signedAt) : new Date(0);
  const entries = await crlEntriesOf(tx, { authorityId: authority.id, lastSequence: authority.lastSequence, expiredBefore }, false);
  const before = previous
    ? await crlEntriesOf(
        tx,
        { authorityId: authority.id, lastSequence: previous.lastSequence, expiredBefore: previous.expiredBefore },
        false,
      )
    : null;
  const expired = previous && previous.expiredBefore < expiredBefore ? await expiredSerials(tx, authority.id, expiredBefore) : [];
  try {
    const signer = await openSigner(tx, authority);
    const { signature } = await signer.signCrl({
      ...times,
      entries,
      previous: previous && before ? { ...previous, entries: before } : null,
      expired,
    });
    const row = {
      ...times,
      signedAt: now,
      lastSequence: authority.lastSequence,
      expiredBefore,
      entryCount: countEntries(entries),
      signature,
    };
    await tx.crl.upsert({ where: { authorityId: authority.id }, create: { authorityId: authority.id, ...row }, update: row });
    await tx.authority.update({ where: { id: authority.id }, data: { crlDue: false } });
    return true;
  } catch (error) {
    log("error", "crl.not-signed", { authority: authority.id, error });
    return due("the signer failed");
  }
}

async function expiredSerials(tx: Tx, authorityId: number, expiredBefore: Date): Promise<string[]> {
  const rows = await tx.certificate.findMany({
    where: { authorityId, notAfter: { lt: expiredBefore }, revocation: { isNot: null } },
    select: { serial: true },
  });
  return rows.map((row) => row.serial);
}

// CRLs (RFC 5280 5). A CRL is head + entries + tail: the entries stay encoded from one CRL to the
// next, head and tail follow from a few numbers and the stored signature. Nothing large is written
// or encoded again for one more revocation.
import { bits, concat, fromHex, header, integer, integerBytes, seq, time, type Der } from "./der";
import { ECDSA_SHA256 } from "./certificate";
import * as ext from "./extensions";

export type CrlReason =
  | "unspecified"
  | "keyCompromise"
  | "cACompromise"
  | "affiliationChanged"
  | "superseded"
  | "cessationOfOperation"
  | "certificateHold"
  | "privilegeWithdrawn"
  | "aACompromise";

/** CRLReason (RFC 5280 5.3.1). 8 is missing: OpenSSL takes an entry with removeFromCRL for not revoked. */
export const CRL_REASONS: Readonly<Record<CrlReason, number>> = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  privilegeWithdrawn: 9,
  aACompromise: 10,
};

/** crlEntryExtensions with the one extension reasonCode (2.5.29.21), up to the code itself. */
const REASON = fromHex("300c300a0603551d1504030a01");

/**
 * One entry of revokedCertificates: 39 bytes for our 20-byte serials, 53 with a reason.
 * `unspecified` is left out, as RFC 5280 5.3.1 asks.
 */
export function crlEntry(serial: string, revokedAt: Date, reason: CrlReason): Der {
  const code = CRL_REASONS[reason];
  const number = integerBytes(fromHex(serial.length % 2 ? `0${serial}` : serial));
  return code === 0 ? seq(number, time(revokedAt)) : seq(number, time(revokedAt), REASON, Uint8Array.of(code));
}

/** Everything that a CRL says beside its entries. */
export interface CrlHead {
  /** Subject of the issuing CA, its own bytes (fact 35). */
  issuerName: Uint8Array;
  keyIdentifier: Uint8Array;
  number: bigint;
  thisUpdate: Date;
  nextUpdate: Date;
  /** Bytes of all entries together. */
  entriesLength: number;
}

/** The bytes before and after the entries in what is signed. */
export function tbsParts(crl: CrlHead): { before: Der; after: Der } {
  if (crl.thisUpdate.getTime() % 1000 || crl.nextUpdate.getTime() % 1000) throw new RangeError("the times of a CRL are whole seconds");
  const after = ext.extensions(0, ext.authorityKeyIdentifier(crl.keyIdentifier), ext.crlNumber(crl.number));
  const start = concat(
    integer(1),
    ECDSA_SHA256,
    crl.issuerName,
    time(crl.thisUpdate),
    time(crl.nextUpdate),
    // Without entries the whole field is absent (RFC 5280 5.1.2.6).
    ...(crl.entriesLength ? [header(0x30, crl.entriesLength)] : []),
  );
  return { before: concat(header(0x30, start.length + crl.entriesLength + after.length), start), after };
}

/** The bytes before and after the entries in the CRL itself. */
export function crlHeadAndTail(crl: CrlHead & { signature: Uint8Array }): { head: Der; tail: Der } {
  const { before, after } = tbsParts(crl);
  const tail = concat(after, ECDSA_SHA256, bits(crl.signature));
  return { head: concat(header(0x30, before.length + crl.entriesLength + tail.length), before), tail };
}

/** The whole CRL in DER. */
export function crlDer(crl: Omit<CrlHead, "entriesLength"> & { entries: Uint8Array; signature: Uint8Array }): Der {
  const { head, tail } = crlHeadAndTail({ ...crl, entriesLength: crl.entries.length });
  return concat(head, crl.entries, tail);
}

// A CRL as its file says it, for people: read strictly, trusted in nothing. Pure.
import { createHash, X509Certificate } from "node:crypto";
import { CRL_REASONS, type CrlReason } from "./crl";
import { readCrl } from "./crl-reader";
import { toHex } from "./der";
import { children, content, elementAt, nth, readTime, wholeElement } from "./der-reader";

export type CrlEntry = { serial: string; revokedAt: Date; reason: CrlReason };
export type DecodedCrl = {
  number: bigint;
  thisUpdate: Date;
  nextUpdate: Date;
  authorityKeyIdentifier: string;
  entryCount: number;
  bytes: number;
  sha256: string;
  /** By the certificate of the issuing CA that was given. */
  signatureVerifies: boolean;
  /** So many entries from that place in the list on. */
  entries: CrlEntry[];
};

const REASON_NAMES = new Map(Object.entries(CRL_REASONS).map(([name, code]) => [code, name as CrlReason])); // its keys are CrlReason

/** Throws DerError where the file is none. */
export function decodeCrl(der: Uint8Array, issuer: Uint8Array, { from = 0, limit = 50 } = {}): DecodedCrl {
  const crl = readCrl(der);
  return {
    number: crl.number,
    thisUpdate: crl.thisUpdate,
    nextUpdate: crl.nextUpdate,
    authorityKeyIdentifier: toHex(crl.keyIdentifier),
    entryCount: crl.count,
    bytes: der.length,
    sha256: createHash("sha256").update(der).digest("hex"),
    signatureVerifies: crl.verify(new X509Certificate(issuer).publicKey),
    entries: entriesOf(der, from, limit),
  };
}

/** revokedCertificates (RFC 5280 5.1.2.6), from a place in the list on; readCrl has checked all of them. */
function entriesOf(der: Uint8Array, skip: number, limit: number): CrlEntry[] {
  const [tbs] = children(der, wholeElement(der, 0x30));
  const list = tbs && children(der, tbs)[5];
  const found: CrlEntry[] = [];
  if (list?.tag !== 0x30) return found;
  for (let at = list.from, index = 0; at < list.to && found.length < limit; index++) {
    const entry = elementAt(der, at, list.to);
    at = entry.to;
    if (index < skip) continue;
    const parts = children(der, entry);
    const date = parts[1];
    if (!date) continue;
    const serial = toHex(content(der, nth(parts, 0, 0x02))).replace(/^00(?=..)/, "");
    // The one extension is a reason code, whose last byte is the code.
    const code = parts[2] ? (der[parts[2].to - 1] ?? 0) : 0;
    found.push({ serial, revokedAt: readTime(der, date), reason: REASON_NAMES.get(code) ?? "unspecified" });
  }
  return found;
}

// Reading a CRL strictly, without trusting it (RFC 5280 5). Shared with the node agent: nothing but node:crypto.
import { createVerify, type KeyObject } from "node:crypto";
import { countEntries, hasSerial, serialsIn } from "./crl-entries";
import { sameBytes, toHex } from "./der";
import { children, content, DerError, elementAt, nth, readInteger, readTime, whole, wholeElement, type Element } from "./der-reader";

export interface Crl {
  der: Uint8Array;
  /** The issuer's name, DER. */
  issuer: Uint8Array;
  thisUpdate: Date;
  nextUpdate: Date;
  number: bigint;
  keyIdentifier: Uint8Array;
  /** How many serials are listed. */
  count: number;
  /** Hex, in the order of the list. */
  serials(): string[];
  has(serialHex: string): boolean;
  verify(issuerKey: KeyObject): boolean;
}

const SIGNATURES: Record<string, string> = {
  "300a06082a8648ce3d040302": "ecdsa", // ecdsa-with-SHA256
  "300d06092a864886f70d01010b0500": "rsa", // sha256WithRSAEncryption
};
const AUTHORITY_KEY_IDENTIFIER = "0603551d23";
const CRL_NUMBER = "0603551d14";

/**
 * A version 2 CRL with an authority key identifier and a number and no other extension: an unknown
 * one may change what the list means, and a critical one makes OpenVPN refuse everybody (fact 10).
 * Throws DerError with what is wrong.
 */
export function readCrl(der: Uint8Array): Crl {
  const [tbs, algorithm, signature, extra] = children(der, wholeElement(der, 0x30));
  if (!tbs || !algorithm || !signature || extra || tbs.tag !== 0x30 || signature.tag !== 0x03) throw new DerError("not a CRL");
  const kind = SIGNATURES[toHex(whole(der, algorithm))];
  const fields = children(der, tbs);
  if (readInteger(der, nth(fields, 0, 0x02)) !== 1n) throw new DerError("not a CRL of version 2");
  if (!kind || !sameBytes(whole(der, algorithm), whole(der, nth(fields, 1, 0x30))))
    throw new DerError("a signature algorithm that is not accepted");
  const [thisUpdate, nextUpdate] = [fields[3], fields[4]];
  if (!thisUpdate || !nextUpdate) throw new DerError("no dates");
  const entries = fields[5]?.tag === 0x30 ? fields[5] : undefined;
  const rest = fields.slice(entries ? 6 : 5);
  if (rest.length !== 1) throw new DerError("no extensions, or something beside them");
  if (entries && entries.from === entries.to) throw new DerError("an empty list of entries");
  const from = entries?.from ?? 0;
  const to = entries?.to ?? 0;
  const bits = content(der, signature);
  if (bits[0] !== 0) throw new DerError("not a signature");
  return {
    der,
    issuer: whole(der, nth(fields, 2, 0x30)),
    thisUpdate: readTime(der, thisUpdate),
    nextUpdate: readTime(der, nextUpdate),
    ...readExtensions(der, nth(rest, 0, 0xa0)),
    count: countEntries(der, from, to),
    serials: () => serialsIn(der, from, to),
    has: (serialHex) => hasSerial(der, serialHex, from, to),
    verify: (issuerKey) =>
      (issuerKey.asymmetricKeyType === "ec" ? "ecdsa" : issuerKey.asymmetricKeyType) === kind &&
      createVerify("sha256").update(whole(der, tbs)).verify(issuerKey, bits.subarray(1)),
  };
}

export const crlHas = (der: Uint8Array, serialHex: string): boolean => readCrl(der).has(serialHex);

function readExtensions(der: Uint8Array, tagged: Element): { number: bigint; keyIdentifier: Uint8Array } {
  let number: bigint | undefined;
  let keyIdentifier: Uint8Array | undefined;
  const sequence = elementAt(der, tagged.from, tagged.to);
  if (sequence.tag !== 0x30 || sequence.to !== tagged.to) throw new DerError("extensions that cannot be read");
  for (const extension of children(der, sequence)) {
    const parts = children(der, extension);
    const id = toHex(whole(der, nth(parts, 0, 0x06)));
    if (parts.length !== 2) throw new DerError("a critical extension (fact 10)");
    const value = content(der, nth(parts, 1, 0x04));
    if (id === CRL_NUMBER && number === undefined) number = readInteger(value, wholeElement(value, 0x02));
    else if (id === AUTHORITY_KEY_IDENTIFIER && !keyIdentifier) {
      const [only, other] = children(value, wholeElement(value, 0x30));
      if (!only || other || only.tag !== 0x80) throw new DerError("an authority key identifier of another form");
      keyIdentifier = content(value, only);
    } else throw new DerError("an extension that is not known here");
  }
  if (number === undefined || !keyIdentifier) throw new DerError("no CRL number or no authority key identifier");
  return { number, keyIdentifier };
}

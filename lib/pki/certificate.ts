// The certificates that an issuing CA gives: devices and nodes, nothing else (RFC 5280 4.1).
// The caller puts the serial into the database before it is signed (I3).
import { bits, explicit, fromHex, integer, integerBytes, oid, seq, time, type Der } from "./der";
import { children, content, DerError, nth, readTime, whole, wholeElement, type Element } from "./der-reader";
import * as ext from "./extensions";
import { keyIdentifier } from "./keys";
import { nameOf } from "./name";

export type LeafKind = "device" | "node";

/** All that is chosen about a leaf; the rest follows from its kind and its issuer. */
export interface LeafTemplate {
  kind: LeafKind;
  /** 40 hex digits: 20 bytes, top bit clear, first byte not zero. */
  serial: string;
  commonName: string;
  spki: Uint8Array;
  notBefore: Date;
  notAfter: Date;
}

/** What a CA certificate says that its leaves and CRLs repeat. `name` is its subject, byte for byte (fact 35). */
export interface Issuer {
  name: Uint8Array;
  keyIdentifier: Uint8Array;
  spki: Uint8Array;
  notBefore: Date;
  notAfter: Date;
}

/** ecdsa-with-SHA256, without parameters (RFC 5758 3.2). */
export const ECDSA_SHA256 = seq(oid("1.2.840.10045.4.3.2"));
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Whole seconds, an hour back: a node whose clock is behind must not refuse everybody (fact 7). */
export const backdated = (now: Date): Date => new Date(Math.floor(now.getTime() / 1000) * 1000 - HOUR);

interface LeafRequest {
  serial: string;
  commonName: string;
  spki: Uint8Array;
  now: Date;
  days?: number;
}

export const deviceTemplate = (request: LeafRequest): LeafTemplate => template("device", request, 825);
export const nodeTemplate = (request: LeafRequest): LeafTemplate => template("node", request, 30);

function template(kind: LeafKind, { serial, commonName, spki, now, days }: LeafRequest, usual: number): LeafTemplate {
  const seconds = Math.floor(now.getTime() / 1000) * 1000;
  return { kind, serial, commonName, spki, notBefore: backdated(now), notAfter: new Date(seconds + (days ?? usual) * DAY) };
}

/** 20 random bytes → the serial in hex: positive, and always 20 bytes long (RFC 5280 4.1.2.2). */
export function serialFromRandom(random: Uint8Array): string {
  if (random.length !== 20) throw new RangeError("a serial is made of 20 random bytes");
  const [first = 0] = random;
  const top = first & 0x7f || 0x01;
  return [top, ...random.subarray(1)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const isSerial = (hex: string): boolean => /^(?!00)[0-7][0-9a-f]{39}$/.test(hex);

/** The bytes that the issuing CA signs. */
export function leafTbs(template: LeafTemplate, issuer: Issuer): Der {
  return certificateTbs({
    serial: template.serial,
    issuerName: issuer.name,
    notBefore: template.notBefore,
    notAfter: template.notAfter,
    subjectName: nameOf(template.commonName),
    spki: template.spki,
    extensions: [
      ext.basicConstraintsLeaf(),
      ext.keyUsageLeaf(),
      ext.extendedKeyUsage(ext.EKU[template.kind]),
      ext.subjectKeyIdentifier(keyIdentifier(template.spki)),
      ext.authorityKeyIdentifier(issuer.keyIdentifier),
    ],
  });
}

export function certificateTbs(parts: {
  serial: string;
  issuerName: Uint8Array;
  notBefore: Date;
  notAfter: Date;
  subjectName: Uint8Array;
  spki: Uint8Array;
  extensions: readonly Uint8Array[];
}): Der {
  if (!isSerial(parts.serial)) throw new RangeError("a serial is 20 bytes in lower-case hex, top bit clear, first byte not zero");
  if (!(parts.notBefore < parts.notAfter)) throw new RangeError("a certificate ends after it begins");
  return seq(
    explicit(0, integer(2)),
    integerBytes(fromHex(parts.serial)),
    ECDSA_SHA256,
    parts.issuerName,
    seq(time(parts.notBefore), time(parts.notAfter)),
    parts.subjectName,
    parts.spki,
    ext.extensions(3, ...parts.extensions),
  );
}

/** tbs and its signature (an ECDSA-Sig-Value in DER) → the certificate. */
export const signed = (tbs: Uint8Array, signature: Uint8Array): Der => seq(tbs, ECDSA_SHA256, bits(signature));

/** What the leaves and CRLs of this CA certificate copy from it. Throws DerError. */
export function issuerOf(certificate: Uint8Array): Issuer {
  const [tbs] = children(certificate, wholeElement(certificate, 0x30));
  if (!tbs) throw new DerError("an empty certificate");
  const fields = children(certificate, tbs);
  const [from, to] = children(certificate, nth(fields, 4, 0x30));
  if (!from || !to) throw new DerError("a certificate without dates");
  return {
    name: whole(certificate, nth(fields, 5, 0x30)),
    keyIdentifier: subjectKeyIdentifierIn(certificate, nth(fields, fields.length - 1, 0xa3)),
    spki: whole(certificate, nth(fields, 6, 0x30)),
    notBefore: readTime(certificate, from),
    notAfter: readTime(certificate, to),
  };
}

function subjectKeyIdentifierIn(certificate: Uint8Array, extensions: Element): Uint8Array {
  const [list] = children(certificate, extensions);
  for (const one of list ? children(certificate, list) : []) {
    const fields = children(certificate, one);
    const id = content(certificate, nth(fields, 0, 0x06));
    if (id.length === 3 && id[0] === 0x55 && id[1] === 0x1d && id[2] === 14) {
      const value = content(certificate, nth(fields, fields.length - 1, 0x04));
      return content(value, wholeElement(value, 0x04));
    }
  }
  throw new DerError("a CA certificate without a subject key identifier");
}

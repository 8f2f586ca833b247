// The X.509 extensions that our certificates and CRLs carry (RFC 5280 4.2 and 5.2).
import { bool, explicit, implicit, integer, octet, oid, seq, type Der } from "./der";

const extension = (id: string, critical: boolean, value: Uint8Array): Der => seq(oid(id), ...(critical ? [bool(true)] : []), octet(value));

export const EKU = { device: "1.3.6.1.5.5.7.3.2", node: "1.3.6.1.5.5.7.3.1" } as const; // clientAuth, serverAuth

/** Critical on CAs (RFC 5280 4.2.1.9); `pathLength` 0: nothing but leaves below. */
export const basicConstraintsCa = (pathLength?: number): Der =>
  extension("2.5.29.19", true, seq(bool(true), ...(pathLength === undefined ? [] : [integer(pathLength)])));
/** An empty sequence is CA:FALSE. */
export const basicConstraintsLeaf = (): Der => extension("2.5.29.19", false, seq());
/** keyCertSign (bit 5) and cRLSign (bit 6); one unused bit. */
export const keyUsageCa = (): Der => extension("2.5.29.15", true, Uint8Array.of(3, 2, 1, 0x06));
/** digitalSignature (bit 0); seven unused bits. */
export const keyUsageLeaf = (): Der => extension("2.5.29.15", true, Uint8Array.of(3, 2, 7, 0x80));
export const extendedKeyUsage = (id: string): Der => extension("2.5.29.37", false, seq(oid(id)));
export const subjectKeyIdentifier = (id: Uint8Array): Der => extension("2.5.29.14", false, octet(id));
export const authorityKeyIdentifier = (id: Uint8Array): Der => extension("2.5.29.35", false, seq(implicit(0, id)));
/** Up to 20 bytes (RFC 5280 5.2.3). */
export const crlNumber = (number: bigint): Der => extension("2.5.29.20", false, integer(number));
/** [3] of a certificate, [0] of a CRL. */
export const extensions = (tag: 3 | 0, ...list: readonly Uint8Array[]): Der => explicit(tag, seq(...list));

// A DER writer (X.690) for the few types that certificates, requests and CRLs need.
// Browser-safe: the invitation page builds its certificate request with it.

export type Der = Uint8Array<ArrayBuffer>;

export function concat(...parts: readonly Uint8Array[]): Der {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Tag and length alone: what stands before `length` bytes that are kept elsewhere (CRL entries). */
export function header(tag: number, length: number): Der {
  if (length < 0x80) return Uint8Array.of(tag, length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.of(tag, 0x80 | bytes.length, ...bytes);
}

export function tlv(tag: number, ...parts: readonly Uint8Array[]): Der {
  let length = 0;
  for (const part of parts) length += part.length;
  return concat(header(tag, length), ...parts);
}

export const seq = (...parts: readonly Uint8Array[]): Der => tlv(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Der => tlv(0x31, ...parts);
export const octet = (...parts: readonly Uint8Array[]): Der => tlv(0x04, ...parts);
export const bool = (value: boolean): Der => Uint8Array.of(0x01, 0x01, value ? 0xff : 0x00);
export const NULL: Der = Uint8Array.of(0x05, 0x00);
export const utf8 = (text: string): Der => tlv(0x0c, new TextEncoder().encode(text));
/** A BIT STRING of whole bytes. */
export const bits = (bytes: Uint8Array): Der => tlv(0x03, Uint8Array.of(0), bytes);
/** [n] EXPLICIT, or [n] IMPLICIT of a constructed type. */
export const explicit = (n: number, ...parts: readonly Uint8Array[]): Der => tlv(0xa0 | n, ...parts);
/** [n] IMPLICIT of a primitive type. */
export const implicit = (n: number, bytes: Uint8Array): Der => tlv(0x80 | n, bytes);

/** A non-negative INTEGER from big-endian bytes: shortest form, never negative. */
export function integerBytes(bytes: Uint8Array): Der {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from++;
  const short = bytes.subarray(from);
  if (short.length === 0) return Uint8Array.of(0x02, 0x01, 0x00);
  return (short[0] ?? 0) & 0x80 ? tlv(0x02, Uint8Array.of(0), short) : tlv(0x02, short);
}

export function integer(value: number | bigint): Der {
  if (value < 0) throw new RangeError("only non-negative integers are written here");
  const hex = value.toString(16);
  return integerBytes(fromHex(hex.length % 2 ? `0${hex}` : hex));
}

export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const out: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const base128 = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) base128.unshift((left & 0x7f) | 0x80);
    out.push(...base128);
  }
  return tlv(0x06, Uint8Array.from(out));
}

/** UTCTime until 2049, GeneralizedTime from 2050, whole seconds, always Z (RFC 5280 4.1.2.5). */
export function time(at: Date): Der {
  const digits = at.toISOString().replace(/[-:T]/g, "").slice(0, 14);
  const text = at.getUTCFullYear() < 2050 ? digits.slice(2) : digits;
  if (at.getUTCFullYear() < 1950 || at.getUTCFullYear() > 9999) throw new RangeError("a date that X.509 cannot hold");
  return tlv(text.length === 12 ? 0x17 : 0x18, new TextEncoder().encode(`${text}Z`));
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function toHex(bytes: Uint8Array): string {
  let hex = "";
  for (let i = 0; i < bytes.length; i++) hex += HEX[bytes[i] ?? 0];
  return hex;
}

export function fromHex(hex: string): Der {
  if (!/^(?:[0-9a-f]{2})*$/i.test(hex)) throw new RangeError("hex digits come in pairs");
  const out = new Uint8Array(hex.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return out;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

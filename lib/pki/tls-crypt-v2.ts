// tls-crypt-v2 keys (doc/tls-crypt-v2.txt of OpenVPN). All nodes share the server key; every profile
// gets a client key of its own, wrapped for the server key when the profile is made and never stored (fact 36).
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from "node:crypto";
import { concat, type Der } from "./der";
import { fromPem, toPem } from "./pem";

export const SERVER_KEY_LABEL = "OpenVPN tls-crypt-v2 server key";
export const CLIENT_KEY_LABEL = "OpenVPN tls-crypt-v2 client key";
const SERVER_KEY = 128;
const CLIENT_KEY = 256;
const TAG = 32;
/** A wrapped client key has at most 1024 bytes; the type byte of the metadata counts. */
export const MAX_METADATA = 1024 - TAG - CLIENT_KEY - 2;

/** 128 random bytes → the PEM of `tls-crypt-v2.key` on the nodes. */
export function newServerKey(random: Uint8Array): string {
  if (random.length !== SERVER_KEY) throw new RangeError("a tls-crypt-v2 server key is 128 random bytes");
  return toPem(SERVER_KEY_LABEL, random);
}

/** Metadata of type 1: when the key was made, as `openvpn --genkey` writes it. */
export function madeAt(at: Date): Der {
  const metadata = new Uint8Array(9);
  const view = new DataView(metadata.buffer);
  view.setUint8(0, 1);
  view.setBigUint64(1, BigInt(Math.floor(at.getTime() / 1000)));
  return metadata;
}

/** 256 random bytes and metadata (its first byte the type: 0 is the user's own, 1 a time) → the PEM for a profile. */
export function newClientKey(serverKeyPem: string, random: Uint8Array, metadata: Uint8Array): string {
  if (random.length !== CLIENT_KEY) throw new RangeError("a tls-crypt-v2 client key is 256 random bytes");
  if (metadata.length < 1 || metadata.length > MAX_METADATA) throw new RangeError(`tls-crypt-v2 metadata has 1 to ${MAX_METADATA} bytes`);
  const { encrypt, authenticate } = serverKeys(serverKeyPem);
  const length = new Uint8Array(2);
  new DataView(length.buffer).setUint16(0, TAG + CLIENT_KEY + metadata.length + 2);
  const tag = createHmac("sha256", authenticate).update(length).update(random).update(metadata).digest();
  const cipher = createCipheriv("aes-256-ctr", encrypt, tag.subarray(0, 16));
  const wrapped = concat(cipher.update(concat(random, metadata)), cipher.final());
  return toPem(CLIENT_KEY_LABEL, concat(random, tag, wrapped, length));
}

/** What a node does with a client key: its metadata, or null when it was not wrapped for this server key. */
export function unwrapClientKey(serverKeyPem: string, clientKeyPem: string): Der | null {
  const { encrypt, authenticate } = serverKeys(serverKeyPem);
  const all = fromPem(CLIENT_KEY_LABEL, clientKeyPem);
  const own = all.subarray(0, CLIENT_KEY);
  const wrapped = all.subarray(CLIENT_KEY);
  if (wrapped.length < TAG + CLIENT_KEY + 1 + 2) return null;
  const length = wrapped.subarray(-2);
  if (new DataView(all.buffer, all.length - 2).getUint16(0) !== wrapped.length) return null;
  const tag = wrapped.subarray(0, TAG);
  const cipher = createDecipheriv("aes-256-ctr", encrypt, tag.subarray(0, 16));
  const plain = concat(cipher.update(wrapped.subarray(TAG, -2)), cipher.final());
  const expected = createHmac("sha256", authenticate).update(length).update(plain).digest();
  if (!timingSafeEqual(expected, tag) || !timingSafeEqual(plain.subarray(0, CLIENT_KEY), own)) return null;
  return plain.slice(CLIENT_KEY);
}

/** A key structure is two pairs of 64 bytes, cipher and HMAC; tls-crypt-v2 uses the first half of each of the first. */
function serverKeys(pem: string): { encrypt: Uint8Array; authenticate: Uint8Array } {
  const key = fromPem(SERVER_KEY_LABEL, pem);
  if (key.length !== SERVER_KEY) throw new RangeError("a tls-crypt-v2 server key has 128 bytes");
  return { encrypt: key.subarray(0, 32), authenticate: key.subarray(64, 96) };
}

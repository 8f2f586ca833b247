// A PKCS#10 request made where the key was born: in the browser, with WebCrypto. Browser-safe.
import { bits, explicit, integer, integerBytes, oid, seq, type Der } from "./der";
import { nameOf } from "./name";

/** A P-256 key pair whose private half can be put into a profile. */
export const newKeyPair = (): Promise<CryptoKeyPair> =>
  globalThis.crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);

/** The request in DER; its PEM label is CERTIFICATE REQUEST. */
export async function makeCsr(keyPair: CryptoKeyPair, commonName: string): Promise<Der> {
  const spki = new Uint8Array(await globalThis.crypto.subtle.exportKey("spki", keyPair.publicKey));
  const info = seq(integer(0), nameOf(commonName), spki, explicit(0));
  const raw = new Uint8Array(await globalThis.crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, keyPair.privateKey, info));
  return seq(info, seq(oid("1.2.840.10045.4.3.2")), bits(derSignature(raw)));
}

/** WebCrypto writes r and s side by side, X.509 wants them as two INTEGERs (RFC 3279 2.2.3). */
export function derSignature(raw: Uint8Array): Der {
  const half = raw.length / 2;
  return seq(integerBytes(raw.subarray(0, half)), integerBytes(raw.subarray(half)));
}

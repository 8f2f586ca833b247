// A private key under a passphrase: PKCS#8 with PBES2 (RFC 8018), as OpenVPN, OpenSSL and GnuTLS read it. Browser-safe.
import { integer, NULL, octet, oid, seq } from "./der";
import { toPem } from "./pem";

export const ITERATIONS = 600_000;

/** "ENCRYPTED PRIVATE KEY" PEM: PBKDF2-HMAC-SHA256, 600,000 rounds, AES-256-CBC. */
export async function encryptPkcs8(pkcs8: Uint8Array<ArrayBuffer>, passphrase: string): Promise<string> {
  if (passphrase === "") throw new RangeError("an empty passphrase protects nothing");
  const { subtle } = globalThis.crypto;
  const salt = globalThis.crypto.getRandomValues(new Uint8Array(16));
  const iv = globalThis.crypto.getRandomValues(new Uint8Array(16));
  const secret = await subtle.importKey("raw", new TextEncoder().encode(passphrase), "PBKDF2", false, ["deriveKey"]);
  const key = await subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: ITERATIONS },
    secret,
    { name: "AES-CBC", length: 256 },
    false,
    ["encrypt"],
  );
  const encrypted = new Uint8Array(await subtle.encrypt({ name: "AES-CBC", iv }, key, pkcs8));
  const kdf = seq(oid("1.2.840.113549.1.5.12"), seq(octet(salt), integer(ITERATIONS), seq(oid("1.2.840.113549.2.9"), NULL)));
  const cipher = seq(oid("2.16.840.1.101.3.4.1.42"), octet(iv));
  return toPem("ENCRYPTED PRIVATE KEY", seq(seq(oid("1.2.840.113549.1.5.13"), seq(kdf, cipher)), octet(encrypted)));
}

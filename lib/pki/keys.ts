// Keys as node:crypto holds them. P-256 throughout (fact 34).
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { Der } from "./der";
import { children, content, nth, wholeElement } from "./der-reader";

/** The one noun that asks the world for something: randomness, which node:crypto does not take as an argument. */
export function generateP256(): { privateKey: KeyObject; spki: Der } {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { privateKey, spki: spkiOf(privateKey) };
}

/** SubjectPublicKeyInfo of a private or public key. */
export function spkiOf(key: KeyObject): Der {
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  return new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
}

export const publicKeyFromSpki = (spki: Uint8Array): KeyObject => createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });

export const pkcs8Of = (key: KeyObject): Der => new Uint8Array(key.export({ type: "pkcs8", format: "der" }));

export const privateKeyFromPkcs8 = (pkcs8: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });

/** The key in an "ENCRYPTED PRIVATE KEY" PEM, or null when the passphrase does not open it. */
export function openEncryptedKey(pem: string, passphrase: string): KeyObject | null {
  if (!pem.includes("-----BEGIN ENCRYPTED PRIVATE KEY-----")) return null;
  try {
    return createPrivateKey({ key: pem, format: "pem", passphrase });
  } catch {
    return null; // node:crypto does not tell a wrong passphrase from a damaged file
  }
}

/** Key identifier by method 1 of RFC 5280 4.2.1.2: SHA-1 over the bits of the public key. */
export function keyIdentifier(spki: Uint8Array): Der {
  const bits = content(spki, nth(children(spki, wholeElement(spki, 0x30)), 1, 0x03));
  return new Uint8Array(createHash("sha1").update(bits.subarray(1)).digest());
}

/** What tells two keys apart: SHA-256 of the SubjectPublicKeyInfo, hex. */
export const spkiSha256 = (spki: Uint8Array): string => createHash("sha256").update(spki).digest("hex");

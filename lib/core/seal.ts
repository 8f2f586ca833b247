import { createCipheriv, createDecipheriv, createHash, hkdfSync } from "node:crypto";

/** Names a key-encryption key without giving it away. */
export function kekId(kek: Uint8Array): string {
  return createHash("sha256").update("homeport-kek").update(kek).digest("hex").slice(0, 16);
}

function associated(kek: Uint8Array, purpose: string): Buffer {
  return Buffer.from(`${kekId(kek)}\0${purpose}`);
}

/** AES-256-GCM: 12 bytes nonce, 16 bytes tag, ciphertext. The key's id and the purpose are authenticated with it. */
export function seal(kek: Uint8Array, purpose: string, plain: Uint8Array, nonce: Uint8Array): Uint8Array {
  const cipher = createCipheriv("aes-256-gcm", kek, nonce);
  cipher.setAAD(associated(kek, purpose));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Throws when the key, the purpose or a byte is another. */
export function unseal(kek: Uint8Array, purpose: string, sealed: Uint8Array): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", kek, sealed.subarray(0, 12));
  decipher.setAAD(associated(kek, purpose));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}

/** A key for one job, derived from the key-encryption key, so that fewer secrets lie about. */
export function derivedKey(kek: Uint8Array, job: string): string {
  return Buffer.from(hkdfSync("sha256", kek, Buffer.alloc(0), `homeport ${job}`, 32)).toString("hex");
}

import { createHash } from "node:crypto";

/** 256 random bits in base64url. The database keeps the hash only. */
export function newToken(random: (bytes: number) => Uint8Array): { token: string; hash: string } {
  const token = Buffer.from(random(32)).toString("base64url");
  return { token, hash: hashToken(token) };
}

/** SHA-256 in hex. No salt: the token itself has 256 bits. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

export const TOKEN_PATTERN = /^[A-Za-z0-9_-]{43}$/;

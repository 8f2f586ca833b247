import { createHmac, timingSafeEqual } from "node:crypto";

/** How old a signature may be, in seconds, so that nobody sends an old call again. */
export const TOLERANCE = 300;

const mac = (secret: string, seconds: number, body: string) => createHmac("sha256", secret).update(`${seconds}.${body}`).digest();

/** The header `X-Homeport-Signature`: when it was signed, in Unix seconds, and HMAC-SHA256 over `<t>.<body>` in hex. */
export function signatureOf(secret: string, at: Date, body: string): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${mac(secret, seconds, body).toString("hex")}`;
}

/** What a receiver does. `body` is the bytes as they came, before any JSON is read out of them. */
export function verifySignature(secret: string, header: string, body: string, now: Date): boolean {
  const [, seconds = "", hex = ""] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (!seconds || Math.abs(now.getTime() / 1000 - Number(seconds)) > TOLERANCE) return false;
  return timingSafeEqual(mac(secret, Number(seconds), body), Buffer.from(hex, "hex"));
}

import { expect, it } from "vitest";
import { signatureOf, verifySignature } from "./webhook-signature";

const now = new Date("2026-12-01T10:00:00.500Z");
const body = '{"type":"alert.raised"}';
const header = signatureOf("a secret", now, body);

it("is what openssl makes of the same", () => {
  // printf '1796119200.{"type":"alert.raised"}' | openssl dgst -sha256 -hmac 'a secret'
  expect(header).toBe("t=1796119200,v1=f8b518dee34fa0cb9769d87ebb24b17d20ffa7f3d44a2c9688b2e113c1665ff0");
});

it("verifies with the secret, the body and the time that it was made with", () => {
  expect(verifySignature("a secret", header, body, now)).toBe(true);
  expect(verifySignature("a secret", header, body, new Date(now.getTime() + 299_000))).toBe(true);
});

it.each([
  ["another secret", "another secret", header, body, now],
  ["another body", "a secret", header, `${body} `, now],
  ["another time in the header", "a secret", header.replace("t=1796119200", "t=1796119201"), body, now],
  ["six minutes later", "a secret", header, body, new Date(now.getTime() + 360_000)],
  ["six minutes before", "a secret", header, body, new Date(now.getTime() - 360_000)],
  ["half a signature", "a secret", header.slice(0, -2), body, now],
  ["no header", "a secret", "", body, now],
])("does not verify: %s", (_, secret, signature, said, at) => {
  expect(verifySignature(secret, signature, said, at)).toBe(false);
});

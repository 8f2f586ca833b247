import { createPrivateKey } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { encryptPkcs8 } from "./encrypt-key";
import { generateP256, openEncryptedKey, pkcs8Of, privateKeyFromPkcs8, spkiOf } from "./keys";
import { newKeyPair } from "./make-csr";
import { ask, has } from "./referees";

// 600,000 rounds take their time on a busy machine, ours and openssl's.
vi.setConfig({ testTimeout: 60_000 });
const { privateKey, spki } = generateP256();

describe.each(["correct horse", "pässwörd ✓ 密码", " ", "'\"$(x)\\"])("the passphrase %j", (passphrase) => {
  test("opens the key again, and no other does", async () => {
    const pem = await encryptPkcs8(pkcs8Of(privateKey), passphrase);
    const again = openEncryptedKey(pem, passphrase);
    expect(again && spkiOf(again)).toEqual(spki);
    expect(openEncryptedKey(pem, `${passphrase}x`)).toBeNull();
    expect(openEncryptedKey(pem.slice(0, 200), passphrase)).toBeNull();
    const verdict = ask("openssl", ["pkey", "-passin", `pass:${passphrase}`, "-pubout"], pem);
    expect(verdict.ok, verdict.text).toBe(true);
    expect(ask("openssl", ["pkey", "-passin", "pass:wrong", "-noout"], pem).ok).toBe(false);
  });
});

test("PBES2, PBKDF2-SHA256 with 600,000 rounds, AES-256-CBC, new salt each time", async () => {
  const pem = await encryptPkcs8(pkcs8Of(privateKey), "x");
  const parsed = ask("openssl", ["asn1parse"], pem).text;
  for (const part of ["PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc", ":0927C0"]) expect(parsed).toContain(part);
  expect(await encryptPkcs8(pkcs8Of(privateKey), "x")).not.toBe(pem);
  await expect(encryptPkcs8(pkcs8Of(privateKey), "")).rejects.toThrow(RangeError);
});

test.skipIf(!has("certtool"))("GnuTLS opens it too", async () => {
  const pem = await encryptPkcs8(pkcs8Of(privateKey), "correct horse");
  expect(ask("certtool", ["--key-info", "--password", "correct horse", "--no-text"], pem)).toMatchObject({ ok: true });
});

test("a key that was born in WebCrypto is read by node:crypto and openssl", async () => {
  const pair = await newKeyPair();
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  const pem = await encryptPkcs8(pkcs8, "correct horse");
  expect(spkiOf(createPrivateKey({ key: pem, passphrase: "correct horse" }))).toEqual(spkiOf(privateKeyFromPkcs8(pkcs8)));
});

test("a key in clear is no encrypted key", () => {
  expect(openEncryptedKey(privateKey.export({ type: "pkcs8", format: "pem" }).toString(), "x")).toBeNull();
});

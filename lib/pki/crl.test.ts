import { createSign } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { deviceTemplate, issuerOf } from "./certificate";
import { CRL_REASONS, crlDer, crlEntry, crlHeadAndTail, tbsParts, type CrlHead, type CrlReason } from "./crl";
import { hasSerial, serialsIn } from "./crl-entries";
import { readCrl } from "./crl-reader";
import { concat, fromHex, toHex, type Der } from "./der";
import { DerError } from "./der-reader";
import { generateP256, publicKeyFromSpki } from "./keys";
import { toPem } from "./pem";
import { ask, authority, folder, has, serial } from "./referees";
import { localSigner } from "./signer";

const at = folder();
afterAll(at.remove);
const ca = authority("Harbour");
const issuer = issuerOf(ca.issuingDer);
const issuingFile = at.put("issuing.pem", ca.issuingPem);
const chainFile = at.put("chain.pem", ca.chainPem);
const thisUpdate = new Date(Math.floor(Date.now() / 1000) * 1000 - 3_600_000);
const nextUpdate = new Date(thisUpdate.getTime() + 7 * 86_400_000);
const reasons = Object.keys(CRL_REASONS) as CrlReason[]; // keys of CRL_REASONS are CrlReason

function seal(entries: Uint8Array, number = 1n, times: { thisUpdate: Date; nextUpdate: Date } = { thisUpdate, nextUpdate }): Der {
  const head: CrlHead = { issuerName: issuer.name, keyIdentifier: issuer.keyIdentifier, number, ...times, entriesLength: entries.length };
  const { before, after } = tbsParts(head);
  const signature = createSign("sha256").update(before).update(entries).update(after).sign(ca.issuing.privateKey);
  return crlDer({ ...head, entries, signature });
}

function referees(der: Der) {
  const file = at.put("crl.pem", toPem("X509 CRL", der));
  const openssl = ask("openssl", ["crl", "-in", file, "-CAfile", issuingFile, "-noout", "-text"]);
  const gnutls = has("certtool") ? ask("certtool", ["--verify-crl", "--load-ca-certificate", chainFile, "--infile", file]) : null;
  return { openssl, gnutls };
}

describe("entries", () => {
  test("records of 39 bytes without and 53 with a reason; unspecified is left out (RFC 5280 5.3.1)", () => {
    const revokedAt = new Date("2026-11-22T10:11:12.999Z");
    expect(toHex(crlEntry(serial(5), revokedAt, "unspecified"))).toBe(`30250214${serial(5)}170d3236313132323130313131325a`);
    expect(toHex(crlEntry(serial(5), revokedAt, "keyCompromise"))).toBe(
      `30330214${serial(5)}170d3236313132323130313131325a300c300a0603551d1504030a0101`,
    );
  });
  test("serials of other lengths, and one with its top bit set", () => {
    const entries = concat(...["1", "7f", "80", "ff".repeat(20), "0001"].map((hex) => crlEntry(hex, thisUpdate, "superseded")));
    expect(serialsIn(entries)).toEqual(["01", "7f", "80", "ff".repeat(20), "01"]);
    expect(hasSerial(entries, "FF".repeat(20))).toBe(true);
    expect(hasSerial(entries, "0080")).toBe(true);
    expect(hasSerial(entries, "81")).toBe(false);
  });
  test.each([
    ["cut short", toHex(crlEntry(serial(1), thisUpdate, "superseded")).slice(0, -2)],
    ["without a date", `3016${"0214"}${serial(1)}`],
    ["a critical extension", "302a020101170d3236313132323130313131325a30163014" + "0603551d1d0101ff040a3008a406300431003000"],
    ["removeFromCRL", `30330214${serial(5)}170d3236313132323130313131325a300c300a0603551d1504030a0108`],
  ])("%s is refused", (_, hex) => expect(() => serialsIn(fromHex(hex))).toThrow(DerError));
});

describe("a CRL", () => {
  test.each([0, 1, 9, 500])("of %d entries passes openssl and certtool and says what was asked", (count) => {
    const list = Array.from({ length: count }, (_, i) =>
      crlEntry(serial(i + 10), new Date(thisUpdate.getTime() - i * 1000), reasons[i % reasons.length] ?? "unspecified"),
    );
    const der = seal(concat(...list), 1_795_000_000_123n);
    const { openssl, gnutls } = referees(der);
    expect(openssl.text).toContain("verify OK");
    expect(openssl.text.match(/Serial Number:/g)?.length ?? 0).toBe(count);
    expect(openssl.text.includes("No Revoked Certificates")).toBe(count === 0);
    expect(openssl.text).toContain("X509v3 CRL Number: \n                1795000000123");
    if (gnutls) expect(gnutls).toMatchObject({ ok: true });
    const read = readCrl(der);
    expect(read).toMatchObject({ count, number: 1_795_000_000_123n, thisUpdate, nextUpdate });
    expect(read.verify(publicKeyFromSpki(ca.issuing.spki))).toBe(true);
    expect(read.verify(publicKeyFromSpki(ca.root.spki))).toBe(false);
    expect(read.serials()).toEqual(list.map((_, i) => serial(i + 10)));
    expect(read.has(serial(10))).toBe(count > 0);
  });

  test("numbers beyond 64 bits", () => {
    const number = (1n << 71n) + 5n;
    expect(readCrl(seal(new Uint8Array(), number)).number).toBe(number);
    expect(referees(seal(new Uint8Array(), number)).openssl.text).toMatch(/2361183241434822606853|0x800000000000000005/i);
  });

  test("is made again from entries, numbers and the stored signature, byte for byte", async () => {
    const entries = concat(crlEntry(serial(1), thisUpdate, "superseded"), crlEntry(serial(2), thisUpdate, "unspecified"));
    const { signature, head } = await localSigner(ca.issuingDer, ca.issuing.privateKey).signCrl({
      number: 7n,
      thisUpdate,
      nextUpdate,
      entries,
      previous: null,
    });
    const parts = crlHeadAndTail({ ...head, signature });
    const again = crlHeadAndTail({
      issuerName: issuer.name,
      keyIdentifier: issuer.keyIdentifier,
      number: 7n,
      thisUpdate,
      nextUpdate,
      entriesLength: entries.length,
      signature,
    });
    expect(toHex(concat(parts.head, entries, parts.tail))).toBe(toHex(concat(again.head, entries, again.tail)));
    expect(referees(concat(parts.head, entries, parts.tail)).openssl.text).toContain("verify OK");
  });

  test("times in parts of a second are refused", () => {
    expect(() => seal(new Uint8Array(), 1n, { thisUpdate: new Date(1), nextUpdate })).toThrow(RangeError);
  });

  test("openssl verify -crl_check refuses a listed certificate, and only that", async () => {
    const signer = localSigner(ca.issuingDer, ca.issuing.privateKey);
    const rootFile = at.put("root.pem", ca.rootPem);
    const verdictOf = async (n: number) => {
      const der = await signer.signCertificate(
        deviceTemplate({ serial: serial(n), commonName: `alice.laptop.${n}`, spki: generateP256().spki, now: new Date() }),
      );
      const file = at.put(`leaf-${n}.pem`, toPem("CERTIFICATE", der));
      const crl = at.put("check.pem", toPem("X509 CRL", seal(crlEntry(serial(41), thisUpdate, "keyCompromise"))));
      return ask("openssl", [
        "verify",
        "-x509_strict",
        "-crl_check",
        "-CAfile",
        rootFile,
        "-untrusted",
        issuingFile,
        "-CRLfile",
        crl,
        file,
      ]);
    };
    expect((await verdictOf(41)).text).toContain("certificate revoked");
    expect(await verdictOf(42)).toMatchObject({ ok: true });
  });
});

test("no flipped byte and no truncation of a CRL is read as one that verifies", () => {
  const good = seal(concat(...Array.from({ length: 5 }, (_, i) => crlEntry(serial(i + 1), thisUpdate, "superseded"))));
  const key = publicKeyFromSpki(ca.issuing.spki);
  const verifies = (der: Uint8Array) => {
    try {
      return readCrl(der).verify(key);
    } catch (error) {
      expect(error).toBeInstanceOf(DerError);
      return false;
    }
  };
  expect(verifies(good)).toBe(true);
  for (let length = 0; length < good.length; length++) expect(verifies(good.subarray(0, length)), `cut at ${length}`).toBe(false);
  for (let i = 0; i < 2 * good.length; i++) {
    const broken = good.slice();
    const byte = i % good.length;
    broken[byte] = (broken[byte] ?? 0) ^ (i < good.length ? 1 : 0x80);
    expect(verifies(broken), `byte ${byte}`).toBe(false);
  }
});

test("100,000 entries: sealed, one more sealed, and the sizes", async () => {
  let began = performance.now();
  const entries = concat(...Array.from({ length: 100_000 }, (_, i) => crlEntry(serial(i + 1), thisUpdate, "cessationOfOperation")));
  const encoded = performance.now() - began;
  const signer = localSigner(ca.issuingDer, ca.issuing.privateKey);
  began = performance.now();
  await signer.signCrl({ number: 1n, thisUpdate, nextUpdate, entries, previous: null });
  const first = performance.now() - began;
  const more = concat(entries, crlEntry(serial(100_001), thisUpdate, "cessationOfOperation"));
  began = performance.now();
  const { signature, head } = await signer.signCrl({
    number: 2n,
    thisUpdate: new Date(thisUpdate.getTime() + 1000),
    nextUpdate,
    entries: more,
    previous: { number: 1n, thisUpdate, entries },
  });
  const next = performance.now() - began;
  const der = crlDer({ ...head, entries: more, signature });
  console.log(
    `CRL of 100,000: encoded ${encoded.toFixed(0)} ms, first sealed ${first.toFixed(0)} ms, one more sealed ${next.toFixed(1)} ms, ${der.length} bytes`,
  );
  expect(readCrl(der).count).toBe(100_001);
  expect(next).toBeLessThan(500);
}, 30_000);

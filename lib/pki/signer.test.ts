import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { deviceTemplate, nodeTemplate, type LeafTemplate } from "./certificate";
import { crlEntry } from "./crl";
import { concat } from "./der";
import { generateP256 } from "./keys";
import { authority, serial } from "./referees";
import { localSigner, SignerRefusal, type CrlRequest } from "./signer";

const now = new Date();
const ca = authority("Harbour", now);
const { spki } = generateP256();
const signer = localSigner(ca.issuingDer, ca.issuing.privateKey);
const device = deviceTemplate({ serial: serial(9), commonName: "alice.laptop.1", spki, now });
const second = (n: number) => new Date(Math.floor(now.getTime() / 1000) * 1000 - 3_600_000 + n * 1000);
const entry = (n: number) => crlEntry(serial(n), second(0), "superseded");

test("certificates from the two templates", async () => {
  for (const template of [device, nodeTemplate({ serial: serial(9), commonName: "homeport-0a1b2c3d-vpn1", spki, now })]) {
    const read = new X509Certificate(await signer.signCertificate(template));
    expect(read.subject).toBe(`CN=${template.commonName}`);
    expect(read.verify(generateCheck())).toBe(true);
  }
});
const generateCheck = () => new X509Certificate(ca.issuingDer).publicKey;

test("a key that is not the certificate's opens no signer", () => {
  expect(() => localSigner(ca.issuingDer, ca.root.privateKey)).toThrow(SignerRefusal);
});

describe("certificates refused", () => {
  // A template as a hostile caller would send it: the cast stands for a caller without types.
  const odd = (change: object) => ({ ...device, ...change }) as LeafTemplate;
  test.each([
    ["a CA", odd({ kind: "issuing" }), "no such template"],
    ["a kind from the prototype", odd({ kind: "constructor" }), "no such template"],
    ["too long a life", deviceTemplate({ serial: serial(9), commonName: "a.b.1", spki, now, days: 826 }), "more than 825 days"],
    ["too long a life for a node", nodeTemplate({ serial: serial(9), commonName: "n", spki, now, days: 31 }), "more than 30 days"],
    [
      "one that outlives the CA",
      deviceTemplate({ serial: serial(9), commonName: "a.b.1", spki, now: new Date(now.getTime() + 9 * 365 * 86_400_000) }),
      "outlive its issuing CA",
    ],
    ["a name of 65 bytes", odd({ commonName: `${"ä".repeat(32)}x` }), "more than 64 bytes"],
    ["a name with a newline", odd({ commonName: "a\nb" }), "control characters"],
    ["a serial with its top bit set", odd({ serial: "f".repeat(40) }), "a serial is 20 bytes"],
    ["a key that is none", odd({ spki: new Uint8Array(91) }), "where 48 belongs"],
  ])("%s", async (_, template, why) => {
    await expect(signer.signCertificate(template)).rejects.toThrow(why);
  });
});

describe("CRLs", () => {
  const first: CrlRequest = {
    number: 5n,
    thisUpdate: second(0),
    nextUpdate: second(600_000),
    entries: concat(entry(1), entry(2), entry(3)),
    previous: null,
  };
  const previous = { number: 5n, thisUpdate: second(0), entries: first.entries };
  const next = { ...first, number: 6n, thisUpdate: second(1), previous };

  test("grow, and lose only what the caller declares expired", async () => {
    await expect(signer.signCrl(first)).resolves.toBeDefined();
    await expect(signer.signCrl({ ...next, entries: concat(first.entries, entry(4)) })).resolves.toBeDefined();
    await expect(signer.signCrl({ ...next, entries: concat(entry(3), entry(4), entry(1)), expired: [serial(2)] })).resolves.toBeDefined();
    await expect(
      signer.signCrl({ ...next, entries: new Uint8Array(), expired: [serial(1), serial(2).toUpperCase(), serial(3)] }),
    ).resolves.toBeDefined();
  });

  test.each<[string, CrlRequest, string]>([
    ["I5: a lost serial", { ...next, entries: concat(entry(1), entry(3)) }, `loses 1 serials, the first of them ${serial(2)}`],
    ["I5: all lost but one declared", { ...next, entries: new Uint8Array(), expired: [serial(1)] }, "loses 2 serials"],
    ["I5: the last serial lost", { ...next, entries: concat(entry(1), entry(2)) }, "loses 1 serials"],
    ["I4: the same number", { ...next, number: 5n }, "does not rise (I4)"],
    ["I4: a lower number", { ...next, number: 4n }, "does not rise (I4)"],
    ["I4: the same second", { ...next, thisUpdate: second(0) }, "does not rise by a second"],
    ["ending before it begins", { ...next, nextUpdate: second(-1) }, "ends before it begins"],
    ["number zero", { ...first, number: 0n }, "out of range"],
    ["broken entries at the end", { ...next, entries: concat(first.entries, Uint8Array.of(0x30)) }, "cut short"],
    ["broken entries at first", { ...first, entries: Uint8Array.of(1, 2, 3) }, "cut short"],
  ])("%s is refused", async (_, request, why) => {
    await expect(signer.signCrl(request)).rejects.toThrow(why);
  });
});

test("more signatures a minute than allowed are refused, and a minute later they are not", async () => {
  let clock = 0;
  const slow = localSigner(ca.issuingDer, ca.issuing.privateKey, { perMinute: 3, clock: () => clock });
  for (let i = 0; i < 3; i++) await slow.signCertificate(device);
  await expect(slow.signCertificate(device)).rejects.toThrow("more than 3 signatures a minute");
  clock += 20_000;
  await expect(slow.signCertificate(device)).resolves.toBeDefined();
  await expect(slow.signCertificate(device)).rejects.toThrow(SignerRefusal);
});

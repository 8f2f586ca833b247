import { sign, X509Certificate } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { issuingCertificate, rootCertificate } from "./authority";
import { certificateTbs, deviceTemplate, isSerial, issuerOf, leafTbs, nodeTemplate, serialFromRandom, signed } from "./certificate";
import { fromHex, toHex } from "./der";
import { generateP256, keyIdentifier } from "./keys";
import { lintCertificate, type Expected } from "./lint";
import { nameOf } from "./name";
import { toPem } from "./pem";
import { ask, authority, folder, has, serial } from "./referees";

const now = new Date();
const seconds = (date: Date) => Math.floor(date.getTime() / 1000) * 1000;
const at = folder();
afterAll(at.remove);
const ca = authority("Zürich Harbour Nº 5 — Ωmega", now);
const issuer = issuerOf(ca.issuingDer);
const rootFile = at.put("root.pem", ca.rootPem);
const issuingFile = at.put("issuing.pem", ca.issuingPem);
const chainFile = at.put("chain.pem", ca.chainPem);
const key = generateP256();

function leaf(kind: "device" | "node", commonName = "alice.laptop.1") {
  const template = (kind === "device" ? deviceTemplate : nodeTemplate)({ serial: serial(77), commonName, spki: key.spki, now });
  const tbs = leafTbs(template, issuer);
  return { template, tbs, der: signed(tbs, sign("sha256", tbs, ca.issuing.privateKey)) };
}

describe("the authority", () => {
  test("root: 20 years, CA:TRUE, an hour back", () => {
    const root = new X509Certificate(ca.rootDer);
    expect(root.subject).toBe("CN=Zürich Harbour Nº 5 — Ωmega Root");
    expect(root.ca).toBe(true);
    expect(new Date(root.validFrom).getTime()).toBe(seconds(now) - 3_600_000);
    const end = new Date(root.validTo);
    expect(end.getUTCFullYear()).toBe(now.getUTCFullYear() + 20);
    const expected: Expected = {
      kind: "root",
      serial: serial(1),
      commonName: "Zürich Harbour Nº 5 — Ωmega Root",
      spki: ca.root.spki,
      notBefore: new Date(seconds(now) - 3_600_000),
      notAfter: end,
      issuer: issuerOf(ca.rootDer),
    };
    expect(lintCertificate(ca.rootDer, expected)).toEqual([]);
    expect(lintCertificate(ca.issuingDer, expected)).not.toEqual([]);
  });

  test("issuing CA: 10 years, path length 0, the root's name byte for byte (fact 35)", () => {
    const issuing = new X509Certificate(ca.issuingDer);
    const root = issuerOf(ca.rootDer);
    expect(issuing.subject).toBe("CN=Zürich Harbour Nº 5 — Ωmega Issuing CA G1");
    expect(issuer.notAfter.getUTCFullYear()).toBe(now.getUTCFullYear() + 10);
    expect(
      lintCertificate(ca.issuingDer, {
        kind: "issuing",
        serial: serial(2),
        commonName: "Zürich Harbour Nº 5 — Ωmega Issuing CA G1",
        spki: ca.issuing.spki,
        notBefore: issuer.notBefore,
        notAfter: issuer.notAfter,
        issuer: root,
      }),
    ).toEqual([]);
    expect(ask("openssl", ["verify", "-x509_strict", "-CAfile", rootFile, issuingFile])).toMatchObject({ ok: true });
  });

  test("an issuing CA ends with its root at the latest, and dates from 2050 on are written as RFC 5280 wants", () => {
    const later = new Date("2041-06-01T00:00:00Z");
    const root = generateP256();
    const rootDer = rootCertificate({
      clusterName: "Late",
      serial: serial(1),
      privateKey: root.privateKey,
      now: new Date("2027-01-01T00:00:00Z"),
    });
    const der = issuingCertificate({
      clusterName: "Late",
      generation: 2,
      serial: serial(2),
      spki: key.spki,
      rootCertificate: rootDer,
      rootKey: root.privateKey,
      now: later,
    });
    expect(issuerOf(der).notAfter).toEqual(issuerOf(rootDer).notAfter);
    const lateRoot = rootCertificate({ clusterName: "Late", serial: serial(1), privateKey: root.privateKey, now: later });
    expect(issuerOf(lateRoot).notAfter).toEqual(new Date("2061-06-01T00:00:00Z"));
    expect(ask("openssl", ["x509", "-noout", "-enddate"], toPem("CERTIFICATE", lateRoot)).text).toContain("Jun  1 00:00:00 2061");
  });
});

describe.each([
  ["device", "alice.laptop.1", "sslclient", "sslserver", 825],
  ["node", "homeport-0a1b2c3d-vpn1", "sslserver", "sslclient", 30],
] as const)("a %s's certificate", (kind, commonName, purpose, otherPurpose, days) => {
  const { template, der } = leaf(kind, commonName);
  const file = at.put(`${kind}.pem`, toPem("CERTIFICATE", der));

  test("is what was asked", () => {
    expect(lintCertificate(der, { ...template, issuer })).toEqual([]);
    const read = new X509Certificate(der);
    expect(read.subject).toBe(`CN=${commonName}`);
    expect(read.ca).toBe(false);
    expect(read.serialNumber.toLowerCase()).toBe(serial(77));
    expect(new Date(read.validTo).getTime() - seconds(now)).toBe(days * 86_400_000);
  });

  test("openssl verify -x509_strict takes it for its purpose and for no other", () => {
    const verify = (...args: string[]) =>
      ask("openssl", ["verify", "-x509_strict", ...args, "-CAfile", rootFile, "-untrusted", issuingFile, file]);
    expect(verify("-purpose", purpose)).toMatchObject({ ok: true });
    expect(verify("-purpose", otherPurpose).ok).toBe(false);
  });

  test.skipIf(!has("certtool"))("certtool --verify takes it", () => {
    expect(ask("certtool", ["--verify", "--load-ca-certificate", chainFile, "--infile", file])).toMatchObject({ ok: true });
  });
});

describe("lint finds", () => {
  const { template, tbs, der } = leaf("device");
  const expected: Expected = { ...template, issuer };
  const other = generateP256();
  test.each<[string, Partial<Expected>, string]>([
    ["another serial", { serial: serial(78) }, "another serial"],
    ["another name", { commonName: "bob.laptop.1" }, "another subject"],
    ["other dates", { notAfter: new Date(template.notAfter.getTime() + 1000) }, "another notAfter"],
    ["another beginning", { notBefore: new Date(0) }, "another notBefore"],
    ["another key", { spki: other.spki }, "another public key"],
    ["another kind", { kind: "node" }, "extension missing: 2.5.29.37"],
    ["another CA's name", { issuer: { ...issuer, name: nameOf("Somebody else") } }, "an issuer that is not the CA's subject"],
    ["another CA's key", { issuer: { ...issuer, spki: other.spki } }, "the signature does not verify"],
    ["another CA's key identifier", { issuer: { ...issuer, keyIdentifier: keyIdentifier(other.spki) } }, "extension missing: 2.5.29.35"],
  ])("%s", (_, change, line) => expect(lintCertificate(der, { ...expected, ...change }).join("\n")).toContain(line));

  test("a flipped bit anywhere", { timeout: 30_000 }, () => {
    for (let i = 0; i < der.length; i++) {
      const broken = der.slice();
      broken[i] = (broken[i] ?? 0) ^ 1;
      expect(lintCertificate(broken, expected), `byte ${i}`).not.toEqual([]);
    }
  });

  test("an extension nobody asked for", () => {
    const more = certificateTbs({
      serial: template.serial,
      issuerName: issuer.name,
      notBefore: template.notBefore,
      notAfter: template.notAfter,
      subjectName: nameOf(template.commonName),
      spki: template.spki,
      extensions: [fromHex("300f0603551d130101ff040530030101ff")],
    });
    const lines = lintCertificate(signed(more, sign("sha256", more, ca.issuing.privateKey)), expected).join("\n");
    expect(lines).toContain("CA:TRUE");
    expect(lines).toContain("extension not asked for: 2.5.29.19 critical 30030101ff");
    expect(tbs.length).toBeGreaterThan(0);
  });
});

describe("serials", () => {
  test("20 bytes, top bit clear, first byte never zero, whatever the random bytes are", () => {
    for (let first = 0; first < 256; first++) {
      const random = new Uint8Array(20).fill(0xab);
      random[0] = first;
      const hex = serialFromRandom(random);
      expect(isSerial(hex), hex).toBe(true);
    }
    expect(() => serialFromRandom(new Uint8Array(19))).toThrow(RangeError);
  });
  test.each(["", "00".repeat(20), `ff${"00".repeat(19)}`, "10".repeat(19), "10".repeat(21), "7F".repeat(20), `0x${"1".repeat(38)}`])(
    "%j is refused",
    (hex) => {
      expect(isSerial(hex)).toBe(false);
      expect(() => leafTbs({ ...leaf("device").template, serial: hex }, issuer)).toThrow(RangeError);
    },
  );
});

test("a common name with control characters, none, or more than 64 characters is refused", () => {
  for (const bad of ["", "a\0b", "a\nb", "x".repeat(65)]) expect(() => nameOf(bad)).toThrow(RangeError);
  expect(toHex(nameOf("a"))).toBe("300c310a300806035504030c0161");
});

import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { ECDSA_SHA256 } from "./certificate";
import { CsrError, readCsr } from "./csr";
import { bits, concat, explicit, fromHex, header, integer, octet, oid, seq, set, tlv, utf8, type Der } from "./der";
import { generateP256, spkiOf, spkiSha256 } from "./keys";
import { makeCsr, newKeyPair } from "./make-csr";
import { nameOf } from "./name";
import { fromPem, toPem } from "./pem";
import { ask, folder, has } from "./referees";

const at = folder();
afterAll(at.remove);
const key = generateP256();
const RSA_SHA256 = seq(oid("1.2.840.113549.1.1.11"), fromHex("0500"));

interface Parts {
  subject?: Uint8Array;
  attributes?: Uint8Array[];
  version?: number;
  privateKey?: KeyObject;
  spki?: Uint8Array;
  algorithm?: Uint8Array;
  signer?: KeyObject;
  digest?: string;
}
function request({
  subject = nameOf("alice.laptop.1"),
  attributes = [],
  version = 0,
  privateKey = key.privateKey,
  spki = spkiOf(privateKey),
  algorithm = ECDSA_SHA256,
  signer = privateKey,
  digest = "sha256",
}: Parts = {}): Der {
  const info = seq(integer(version), subject, spki, explicit(0, ...attributes));
  return seq(info, algorithm, bits(sign(digest, info, signer)));
}
const cn = (value: Uint8Array) => set(seq(oid("2.5.4.3"), value));
const asks = (...extensions: Uint8Array[]) => seq(oid("1.2.840.113549.1.9.14"), set(seq(...extensions)));
const rsa = (modulusLength: number, publicExponent = 65537) => generateKeyPairSync("rsa", { modulusLength, publicExponent }).privateKey;
const curve = (namedCurve: string) => generateKeyPairSync("ec", { namedCurve }).privateKey;

function refusal(input: string | Uint8Array, expectedCommonName?: string): string {
  try {
    readCsr(input, { expectedCommonName });
  } catch (error) {
    expect(error).toBeInstanceOf(CsrError);
    return error instanceof CsrError ? error.message : "";
  }
  return "taken";
}

describe("taken", () => {
  test("DER, PEM, PEM as bytes; the key and the name come out", () => {
    const der = request();
    const pem = toPem("CERTIFICATE REQUEST", der);
    for (const input of [der, pem, new TextEncoder().encode(pem), `\n${pem}\n`]) {
      const csr = readCsr(input, { expectedCommonName: "alice.laptop.1" });
      expect(csr).toEqual({ spki: key.spki, spkiSha256: spkiSha256(key.spki), commonName: "alice.laptop.1" });
    }
  });
  test("without a name, whatever name is expected", () => {
    expect(readCsr(request({ subject: seq() }), { expectedCommonName: "alice.laptop.1" }).commonName).toBeNull();
  });
  test("RSA with 3072 bits", () => {
    expect(readCsr(request({ privateKey: rsa(3072), algorithm: RSA_SHA256 })).commonName).toBe("alice.laptop.1");
  });
  test("P-256 with SHA-512", () => {
    expect(readCsr(request({ algorithm: seq(oid("1.2.840.10045.4.3.4")), digest: "sha512" })).commonName).toBe("alice.laptop.1");
  });
  test("other attributes are left unread, and CA:FALSE is fine", () => {
    const extension = seq(oid("2.5.29.19"), octet(seq()));
    const challenge = seq(oid("1.2.840.113549.1.9.7"), set(utf8("secret")));
    expect(readCsr(request({ attributes: [challenge, asks(extension)] })).commonName).toBe("alice.laptop.1");
  });
  test("what the browser makes, and openssl req -verify agrees", async () => {
    const der = await makeCsr(await newKeyPair(), "alice.laptop.1");
    expect(readCsr(der, { expectedCommonName: "alice.laptop.1" }).commonName).toBe("alice.laptop.1");
    const verdict = ask("openssl", ["req", "-verify", "-noout", "-subject"], toPem("CERTIFICATE REQUEST", der));
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.text).toMatch(/CN = alice\.laptop\.1[\s\S]*verify OK/);
  });
  test("what openssl makes", () => {
    const file = at.put("openssl.key", key.privateKey.export({ type: "pkcs8", format: "pem" }));
    const made = ask("openssl", ["req", "-new", "-key", file, "-subj", "/O=Zoo/CN=alice.laptop.1", "-addext", "subjectAltName=DNS:x"]);
    expect(readCsr(made.text.slice(made.text.indexOf("-----"))).commonName).toBe("alice.laptop.1");
  });
  test.skipIf(!has("certtool"))("what GnuTLS makes, label and preamble and all", () => {
    const file = at.put("certtool.key", key.privateKey.export({ type: "pkcs8", format: "pem" }));
    const template = at.put("template", 'cn = "alice.laptop.1"\n');
    const made = ask("certtool", [
      "--generate-request",
      "--load-privkey",
      file,
      "--template",
      template,
      "--outfile",
      `${at.path}/gnutls.csr`,
    ]);
    expect(made).toMatchObject({ ok: true });
    expect(readCsr(ask("cat", [`${at.path}/gnutls.csr`]).text).commonName).toBe("alice.laptop.1");
  });
});

describe("refused, in a sentence that names the field", () => {
  const good = request();
  const pem = toPem("CERTIFICATE REQUEST", good);
  const tampered = good.slice();
  tampered.set(generateP256().spki, Buffer.from(tampered).indexOf(key.spki));
  const keyPem = key.privateKey.export({ type: "pkcs8", format: "pem" });
  const explicitCurve = fromPem("PUBLIC KEY", ask("openssl", ["pkey", "-pubout", "-ec_param_enc", "explicit"], keyPem).text);
  const compressed = fromPem("PUBLIC KEY", ask("openssl", ["pkey", "-pubout", "-ec_conv_form", "compressed"], keyPem).text);
  test.each<[string, string | Uint8Array, RegExp]>([
    ["another name", request({ subject: nameOf("bob.laptop.1") }), /made out to “bob\.laptop\.1”.*“alice\.laptop\.1”/],
    [
      "another name with a trap in it",
      request({ subject: seq(cn(utf8("alice.laptop.1\0\n\u202e<b>"))) }),
      /made out to “alice\.laptop\.1\?+<b>”/,
    ],
    ["two names", request({ subject: seq(cn(utf8("alice.laptop.1")), cn(utf8("bob.laptop.1"))) }), /more than one common name/],
    [
      "two names in one set",
      request({ subject: seq(set(seq(oid("2.5.4.3"), utf8("a")), seq(oid("2.5.4.3"), utf8("b")))) }),
      /more than one common name/,
    ],
    ["a name in UTF-16", request({ subject: seq(cn(tlv(30, fromHex("00610062")))) }), /not a UTF8String/],
    ["CA:TRUE", request({ attributes: [asks(seq(oid("2.5.29.19"), fromHex("0101ff"), octet(seq(fromHex("0101ff")))))] }), /CA:TRUE/],
    [
      "CA:TRUE with path length",
      request({
        attributes: [
          asks(seq(oid("2.5.29.15"), octet(fromHex("03020780"))), seq(oid("2.5.29.19"), octet(seq(fromHex("0101ff"), integer(0))))),
        ],
      }),
      /CA:TRUE/,
    ],
    [
      "CA:TRUE in a second attribute",
      request({ attributes: [asks(), asks(seq(oid("2.5.29.19"), octet(seq(fromHex("0101ff")))))] }),
      /CA:TRUE/,
    ],
    ["RSA with 1024 bits", request({ privateKey: rsa(1024), algorithm: RSA_SHA256 }), /1024 bits, which is too weak/],
    ["RSA with 2048 bits", request({ privateKey: rsa(2048), algorithm: RSA_SHA256 }), /2048 bits, which is too weak/],
    ["RSA with exponent 3", request({ privateKey: rsa(3072, 3), algorithm: RSA_SHA256 }), /unusual form/],
    ["P-384", request({ privateKey: curve("P-384") }), /another curve than P-256/],
    ["P-224", request({ privateKey: curve("secp224r1") }), /another curve than P-256/],
    ["secp256k1", request({ privateKey: curve("secp256k1") }), /another curve than P-256/],
    [
      "Ed25519",
      (() => {
        const { privateKey } = generateKeyPairSync("ed25519");
        const info = seq(integer(0), seq(), spkiOf(privateKey), explicit(0));
        return seq(info, seq(oid("1.3.101.112")), bits(sign(null, info, privateKey)));
      })(),
      /kind of key that is not accepted/,
    ],
    ["somebody else's signature", request({ signer: generateP256().privateKey }), /not signed with its own key/],
    ["another key put in", tampered, /not signed with its own key/],
    ["an RSA key with an ECDSA algorithm", request({ privateKey: rsa(3072) }), /not signed with its own key/],
    ["SHA-1", request({ algorithm: seq(oid("1.2.840.10045.4.1")), digest: "sha1" }), /algorithm that is not accepted/],
    ["another version", request({ version: 1 }), /another version/],
    ["a length in more bytes than DER allows", concat(fromHex("308200"), good.subarray(2)), /strict DER/],
    ["bytes after the end", concat(good, Uint8Array.of(0)), /not a certificate request|strict DER/],
    ["bytes after the end, in PEM", toPem("CERTIFICATE REQUEST", concat(good, fromHex("0500"))), /not a certificate request|strict DER/],
    ["two blocks", pem + pem, /more than one PEM block/],
    ["a private key", toPem("PRIVATE KEY", good), /labelled “PRIVATE KEY”/],
    ["a certificate", toPem("CERTIFICATE", good), /labelled “CERTIFICATE”/],
    ["a cut PEM", pem.slice(0, 200), /cannot be read/],
    ["nothing", "", /no block/],
    ["an empty buffer", new Uint8Array(), /no block/],
    ["garbage", "hello", /no block/],
    ["binary garbage", fromHex("30ffffffff"), /not a certificate request/],
    ["an empty sequence", seq(), /not a certificate request/],
    ["a key with explicit curve parameters", request({ spki: explicitCurve }), /P-256/],
    ["a compressed point", request({ spki: compressed }), /P-256/],
    ["more than 8 KB", request({ attributes: [seq(oid("1.2.840.113549.1.9.7"), set(utf8("x".repeat(9000))))] }), /larger than 8 KB/],
    ["5 MB of DER", concat(header(0x30, 5_000_000), new Uint8Array(5_000_000)), /larger than 8 KB/],
    ["5 MB of PEM", toPem("CERTIFICATE REQUEST", new Uint8Array(5_000_000)), /larger than 8 KB/],
  ])("%s", (_, input, sentence) => {
    const said = refusal(input, "alice.laptop.1");
    expect(said).toMatch(sentence);
    expect(said).toMatch(/^The csr [\x20-\x7e“”…]+\.$/);
  });

  test("nested 1,300 deep", () => {
    let deep: Der = seq();
    while (deep.length < 8000) deep = seq(deep);
    expect(refusal(deep)).toMatch(/not a certificate request/);
    expect(refusal(seq(seq(integer(0), seq(), deep.subarray(0, 60), explicit(0)), ECDSA_SHA256, bits(new Uint8Array(70))))).not.toBe(
      "taken",
    );
  });
});

test("no truncation and none of 3,000 flipped bytes is taken, crashes or hangs", { timeout: 30_000 }, () => {
  const extension = seq(oid("2.5.29.19"), octet(seq()));
  const good = request({ attributes: [asks(extension)] });
  expect(refusal(good)).toBe("taken");
  const began = performance.now();
  for (let length = 0; length < good.length; length++) expect(refusal(good.subarray(0, length)), `cut at ${length}`).not.toBe("taken");
  for (let i = 0; i < 3000; i++) {
    const broken = good.slice();
    const byte = i % good.length;
    broken[byte] = (broken[byte] ?? 0) ^ (1 + ((i * 7919) % 255));
    expect(refusal(broken), `byte ${byte}, round ${i}`).not.toBe("taken");
  }
  expect(performance.now() - began).toBeLessThan(20_000);
});

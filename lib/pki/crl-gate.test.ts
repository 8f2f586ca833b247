import { createSign, type KeyObject } from "node:crypto";
import { describe, expect, test } from "vitest";
import { issuingCertificate } from "./authority";
import { issuerOf } from "./certificate";
import { crlDer, crlEntry, tbsParts, type CrlHead } from "./crl";
import { crlHas, gateCrl, serialsInCrlPem, servedCrls, type ServedCrl } from "./crl-gate";
import { concat, fromHex, seq, tlv, type Der } from "./der";
import { children, elementAt, whole, wholeElement } from "./der-reader";
import { generateP256, keyIdentifier } from "./keys";
import { nameOf } from "./name";
import { toPem } from "./pem";
import { authority, serial } from "./referees";

const now = new Date(Math.floor(Date.now() / 1000) * 1000);
const second = (n: number) => new Date(now.getTime() + n * 1000);
const ca = authority("Harbour", now);
const g2 = generateP256();
const g2Der = issuingCertificate({
  clusterName: "Harbour",
  generation: 2,
  serial: serial(3),
  spki: g2.spki,
  rootCertificate: ca.rootDer,
  rootKey: ca.root.privateKey,
  now,
});
const g2Pem = toPem("CERTIFICATE", g2Der);
const entries = concat(...[1, 2, 3].map((n) => crlEntry(serial(n), second(-10), "superseded")));

interface Made {
  by?: Uint8Array;
  key?: KeyObject;
  number?: bigint;
  thisUpdate?: Date;
  nextUpdate?: Date;
  list?: Uint8Array;
  head?: Partial<CrlHead>;
}
function made({
  by = ca.issuingDer,
  key = ca.issuing.privateKey,
  number = 10n,
  thisUpdate = second(-3600),
  nextUpdate = second(7 * 86_400),
  list = entries,
  head = {},
}: Made = {}): Der {
  const issuer = issuerOf(by);
  const whole = {
    issuerName: issuer.name,
    keyIdentifier: issuer.keyIdentifier,
    number,
    thisUpdate,
    nextUpdate,
    entriesLength: list.length,
    ...head,
  };
  const { before, after } = tbsParts(whole);
  return crlDer({ ...whole, entries: list, signature: createSign("sha256").update(before).update(list).update(after).sign(key) });
}
const pemOf = (...crls: Der[]) => crls.map((der) => toPem("X509 CRL", der)).join("");
const gate = (pem: string, previous: readonly ServedCrl[] | null = null, chainPem = ca.chainPem) =>
  gateCrl({ pem, chainPem, now, previous });
const why = (answer: ReturnType<typeof gate>) => (answer.ok ? "let in" : answer.why);
/** Signed anew after a change inside the signed part. */
function resigned(change: (parts: Uint8Array[]) => Uint8Array[]): Der {
  const der = made();
  const [tbs] = children(der, wholeElement(der, 0x30));
  if (!tbs) throw new Error("no tbs");
  const signed = seq(...change(children(der, tbs).map((one) => whole(der, one))));
  return seq(
    signed,
    fromHex("300a06082a8648ce3d040302"),
    tlv(3, Uint8Array.of(0), createSign("sha256").update(signed).sign(ca.issuing.privateKey)),
  );
}
const withExtension = (hex: string) =>
  resigned((parts) => {
    const [last = new Uint8Array()] = parts.slice(-1);
    const list = elementAt(last, 2, last.length);
    return [...parts.slice(0, -1), tlv(0xa0, seq(last.subarray(list.from, list.to), fromHex(hex)))];
  });

describe("let in", () => {
  test("one issuing CA and its CRL", () => {
    const answer = gate(pemOf(made()));
    expect(answer).toMatchObject({
      ok: true,
      crls: [{ number: "10", thisUpdate: second(-3600).toISOString(), nextUpdate: second(7 * 86_400).toISOString(), count: 3 }],
    });
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
  });
  test("a CRL without entries", () => expect(gate(pemOf(made({ list: new Uint8Array() }))).ok).toBe(true));
  test("two generations, in any order, each with its own CRL", () => {
    const chain = ca.issuingPem + g2Pem + ca.rootPem;
    const both = [made(), made({ by: g2Der, key: g2.privateKey, number: 4n })] as const;
    expect(gate(pemOf(...both), null, chain)).toMatchObject({ ok: true, crls: [{ number: "10" }, { number: "4" }] });
    expect(gate(pemOf(both[1], both[0]), null, chain).ok).toBe(true);
  });
  test("a root that signs leaves itself, with no CA below it", () => {
    expect(gate(pemOf(made({ by: ca.rootDer, key: ca.root.privateKey })), null, ca.rootPem).ok).toBe(true);
  });
  test("the same CRL again, and a newer one", () => {
    const served = servedCrls(pemOf(made()));
    expect(gate(pemOf(made({ number: 11n, thisUpdate: second(-3599) })), served).ok).toBe(true);
    const same = pemOf(made());
    expect(gate(same, servedCrls(same)).ok).toBe(true);
  });
  test("thisUpdate at this very moment", () => expect(gate(pemOf(made({ thisUpdate: now }))).ok).toBe(true));
});

describe("I7: refused, and the sentence says why", () => {
  const good = pemOf(made());
  const served = servedCrls(good);
  const chain2 = ca.issuingPem + g2Pem + ca.rootPem;
  const stranger = authority("Stranger", now);
  const sameName = authority("Harbour", now);
  test.each<[string, () => ReturnType<typeof gate>, RegExp]>([
    ["an empty file (fact 6)", () => gate(""), /CRL of Harbour Issuing CA G1 is missing/],
    ["a second generation without a CRL (fact 6)", () => gate(good, null, chain2), /CRL of Harbour Issuing CA G2 is missing/],
    ["cut PEM (fact 6)", () => gate(good.slice(0, -60)), /cannot be read/],
    ["PEM without its end line", () => gate(good.slice(0, good.indexOf("-----END"))), /cannot be read/],
    ["cut DER", () => gate(toPem("X509 CRL", made().subarray(0, -9))), /cut short/],
    ["bytes after the CRL", () => gate(toPem("X509 CRL", concat(made(), fromHex("00")))), /bytes after the end/],
    ["text beside the PEM", () => gate(`x\n${good}`), /not written as plain PEM/],
    ["PEM with other lines", () => gate(good.replace("\n", "\n\n")), /not written as plain PEM/],
    ["Windows line ends", () => gate(good.replaceAll("\n", "\r\n")), /not written as plain PEM/],
    ["a certificate in the file", () => gate(good + ca.issuingPem), /a block that is no CRL/],
    [
      "a foreign CRL beside the right one (fact 6)",
      () => gate(good + pemOf(made({ by: stranger.issuingDer, key: stranger.issuing.privateKey }))),
      /no issuing CA of this chain/,
    ],
    ["the root's CRL (fact 7)", () => gate(good + pemOf(made({ by: ca.rootDer, key: ca.root.privateKey }))), /no issuing CA of this chain/],
    ["signed by another key (fact 6)", () => gate(pemOf(made({ key: ca.root.privateKey }))), /not signed by it/],
    [
      "of another CA with the same name",
      () => gate(pemOf(made({ by: sameName.issuingDer, key: sameName.issuing.privateKey }))),
      /names another key/,
    ],
    [
      "naming another key, and signed by ours",
      () => gate(pemOf(made({ head: { keyIdentifier: keyIdentifier(g2.spki) } }))),
      /names another key/,
    ],
    ["two of one issuer (fact 10)", () => gate(good + pemOf(made({ number: 11n }))), /more than one CRL/],
    ["expired (fact 7)", () => gate(pemOf(made({ nextUpdate: second(-1) }))), /expired at/],
    ["expired at this moment", () => gate(pemOf(made({ nextUpdate: now }))), /expired at/],
    ["from the future (fact 7)", () => gate(pemOf(made({ thisUpdate: second(1) }))), /from the future/],
    [
      "older (fact 9)",
      () => gate(pemOf(made({ number: 9n, thisUpdate: second(-1) })), served),
      /older than the one in place: number 9 after 10/,
    ],
    ["the same number with other bytes", () => gate(pemOf(made({ thisUpdate: second(-1) })), served), /has the number of the one in place/],
    ["newer, at the same second (fact 8)", () => gate(pemOf(made({ number: 11n })), served), /not later than the one in place/],
    [
      "newer, dated back (fact 8)",
      () => gate(pemOf(made({ number: 11n, thisUpdate: second(-9000) })), served),
      /not later than the one in place/,
    ],
    ["another name", () => gate(pemOf(made({ head: { issuerName: nameOf("Harbour Issuing CA G9") } }))), /no issuing CA of this chain/],
    ["a delta CRL", () => gate(pemOf(withExtension("300d0603551d1b0101ff0403020101"))), /critical extension/],
    ["an issuing distribution point (fact 10)", () => gate(pemOf(withExtension("300e0603551d1c0101ff040430028100"))), /critical extension/],
    ["an unknown extension", () => gate(pemOf(withExtension("30090603551d6304023000"))), /not known here/],
    ["the number twice", () => gate(pemOf(withExtension("300a0603551d140403020105"))), /not known here/],
    [
      "an empty list instead of none",
      () => gate(pemOf(resigned((parts) => [...parts.slice(0, 5), seq(), ...parts.slice(6)]))),
      /empty list/,
    ],
    ["version 1", () => gate(pemOf(resigned((parts) => parts.slice(1)))), /cannot be read/],
    ["without extensions", () => gate(pemOf(resigned((parts) => parts.slice(0, -1)))), /no extensions/],
    [
      "an entry of removeFromCRL",
      () => gate(pemOf(made({ list: fromHex(`30330214${serial(5)}170d3236313132323130313131325a300c300a0603551d1504030a0108`) }))),
      /does not revoke/,
    ],
    ["a chain that is none", () => gate(good, null, "hello"), /no issuing CA/],
    ["a chain cut short", () => gate(good, null, ca.chainPem.slice(0, 300)), /chain cannot be read/],
    ["a chain with a leaf", () => gate(good, null, good), /chain cannot be read/],
  ])("%s", (_, ask, sentence) => {
    const said = why(ask());
    expect(said).toMatch(sentence);
    expect(said).toMatch(/\.$/);
  });
});

test("what is listed can be asked", () => {
  const der = made();
  expect(crlHas(der, serial(2))).toBe(true);
  expect(crlHas(der, serial(4))).toBe(false);
  expect(serialsInCrlPem(pemOf(der))).toEqual([serial(1), serial(2), serial(3)]);
});

test("100,000 entries pass in under 1.5 s on a busy machine (about 0.2 s on a quiet one)", () => {
  const list = concat(...Array.from({ length: 100_000 }, (_, i) => crlEntry(serial(i), second(-10), "superseded")));
  const pem = pemOf(made({ list }));
  const times = [1, 2, 3].map(() => {
    const began = performance.now();
    expect(gate(pem)).toMatchObject({ ok: true, crls: [{ count: 100_000 }] });
    return performance.now() - began;
  });
  console.log(`gate, CRL of 100,000: ${times.map((time) => time.toFixed(0)).join(", ")} ms`);
  expect(Math.min(...times)).toBeLessThan(1_500);
}, 30_000);

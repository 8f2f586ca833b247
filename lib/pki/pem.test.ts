import { describe, expect, test } from "vitest";
import { PemError, fromPem, pemBlocks, toPem } from "./pem";

test("any length comes back, and node's base64 agrees", () => {
  for (let length = 0; length < 200; length++) {
    const der = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
    const text = toPem("CERTIFICATE", der);
    const body = text.split("\n").slice(1, -2);
    expect(body.join("")).toBe(Buffer.from(der).toString("base64"));
    expect(body.slice(0, -1).every((line) => line.length === 64)).toBe(true);
    expect(Buffer.from(fromPem("CERTIFICATE", text)).equals(Buffer.from(der))).toBe(true);
  }
});

test("blocks in order, with Windows line ends and text between", () => {
  const text = `Subject: x\r\n${toPem("A", Uint8Array.of(1)).replaceAll("\n", "\r\n")}between\n${toPem("B", Uint8Array.of(2, 3))}`;
  expect(pemBlocks(text).map(({ label, der }) => [label, ...der])).toEqual([
    ["A", 1],
    ["B", 2, 3],
  ]);
  expect(pemBlocks("")).toEqual([]);
});

describe("refused", () => {
  const good = toPem("CERTIFICATE", Uint8Array.of(1, 2, 3, 4));
  test.each([
    ["nothing", ""],
    ["another label", good.replaceAll("CERTIFICATE", "X509 CRL")],
    ["two blocks", good + good],
    ["no end", good.slice(0, 40)],
    ["another end", good.replace("END CERTIFICATE", "END X509 CRL")],
    ["an end alone", good.slice(good.indexOf("-----END"))],
    ["no base64", good.replace("A", "*")],
    ["not ASCII", good.replace("A", "Ä")],
    ["a header of RFC 1421", good.replace("-----\n", "-----\nProc-Type: 4,ENCRYPTED\n\n")],
    ["cut base64", good.replace("==", "=")],
    ["padding inside", good.replace("AQ", "A=")],
    ["too much padding", good.replace("==", "====")],
    ["bits beyond the end", good.replace("BA==", "BB==")],
    ["a label of other characters", good.replaceAll("CERTIFICATE", "CERT\u0000IF")],
  ])("%s", (_, text) => expect(() => fromPem("CERTIFICATE", text)).toThrow(PemError));
});

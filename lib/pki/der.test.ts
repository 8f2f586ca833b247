import { describe, expect, test } from "vitest";
import { fromHex, header, integer, integerBytes, oid, time, tlv, toHex } from "./der";
import { DerError, elementAt, readInteger, readTime, wholeElement } from "./der-reader";

test.each([
  [0, "020100"],
  [1, "020101"],
  [127, "02017f"],
  [128, "02020080"],
  [255, "020200ff"],
  [256, "02020100"],
  [1n << 64n, "0209010000000000000000"],
  [1n << 63n, "0209008000000000000000"],
] as const)("INTEGER %s", (value, hex) => {
  const der = integer(value);
  expect(toHex(der)).toBe(hex);
  expect(readInteger(der, wholeElement(der, 2))).toBe(BigInt(value));
});

test("an INTEGER from bytes is shortest and never negative", () => {
  expect(toHex(integerBytes(fromHex("0000017f")))).toBe("0202017f");
  expect(toHex(integerBytes(fromHex("00ff")))).toBe("020200ff");
  expect(toHex(integerBytes(fromHex("0000")))).toBe("020100");
  expect(toHex(integerBytes(new Uint8Array()))).toBe("020100");
  expect(() => integer(-1)).toThrow(RangeError);
});

test.each([
  ["2.5.4.3", "0603550403"],
  ["1.2.840.10045.4.3.2", "06082a8648ce3d040302"],
  ["1.2.840.113549.1.9.14", "06092a864886f70d01090e"],
  ["2.16.840.1.101.3.4.1.42", "060960864801650304012a"],
])("OID %s", (dotted, hex) => expect(toHex(oid(dotted))).toBe(hex));

test.each([
  [0, "3000"],
  [127, "307f"],
  [128, "308180"],
  [255, "3081ff"],
  [256, "30820100"],
  [65_535, "3082ffff"],
  [65_536, "3083010000"],
  [5_300_000, "308350df20"],
  [0x80000000, "308480000000"],
])("a header for %d bytes", (length, hex) => expect(toHex(header(0x30, length))).toBe(hex));

test.each([
  ["2049-12-31T23:59:59.999Z", "170d3439313233313233353935395a"],
  ["2050-01-01T00:00:00.000Z", "180f32303530303130313030303030305a"],
  ["1999-01-02T03:04:05.000Z", "170d3939303130323033303430355a"],
])("time %s", (iso, hex) => {
  const der = time(new Date(iso));
  expect(toHex(der)).toBe(hex);
  expect(readTime(der, elementAt(der, 0, der.length)).toISOString()).toBe(`${iso.slice(0, 19)}.000Z`);
});

describe("the reader refuses", () => {
  test.each([
    ["indefinite length", "30800000"],
    ["a length longer than needed", "308101ff"],
    ["a length with a leading zero", "3082007f"],
    ["a length over the end", "3005020101"],
    ["nothing", ""],
    ["a tag alone", "30"],
    ["a cut length", "3082"],
    ["a tag of several bytes", "1f8101"],
    ["bytes after the end", "300000"],
    ["another tag", "3100"],
    ["five length bytes", "308500000000010f"],
  ])("%s", (_, hex) => expect(() => wholeElement(fromHex(hex), 0x30)).toThrow(DerError));

  test.each(["02020001", "0200", "0201ff", "020200"])("INTEGER %s", (hex) => {
    const der = fromHex(hex);
    expect(() => readInteger(der, elementAt(der, 0, der.length))).toThrow(DerError);
  });

  test.each([
    "260230120000Z",
    "261301120000Z",
    "2601011200Z",
    "260101120000+0100",
    "260101240000Z",
    "260101120060Z",
    "٢60101120000Z",
    "260101120000.5Z",
  ])("UTCTime %s", (text) => {
    const der = tlv(0x17, new TextEncoder().encode(text));
    expect(() => readTime(der, elementAt(der, 0, der.length))).toThrow(DerError);
  });
});

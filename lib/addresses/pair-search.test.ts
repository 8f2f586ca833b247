import { expect, it } from "vitest";
import { readSearch } from "./pair-search";
import { inPool, ipv4Of } from "./range";

const pool = { ipv4: "10.8.0.0/16", ipv6: "fd7a:6ca6:e640:8000::/64", topology: "subnet" } as const;

it.each([
  ["10.8.1", ["10.8.1.0-10.8.1.255", "10.8.10.0-10.8.19.255", "10.8.100.0-10.8.199.255"]],
  ["10.8.1.", ["10.8.1.0-10.8.1.255"]],
  ["10.8.25", ["10.8.25.0-10.8.25.255", "10.8.250.0-10.8.255.255"]],
  ["10.8.1.12", ["10.8.1.12-10.8.1.12", "10.8.1.120-10.8.1.129"]],
  ["10.8.1.99", ["10.8.1.99-10.8.1.99"]],
  ["10.8.0", ["10.8.0.0-10.8.0.255"]],
  ["10.8.4.0/22", ["10.8.4.0-10.8.7.255"]],
  ["10.8.0.10-10.8.0.99", ["10.8.0.10-10.8.0.99"]],
  ["10.8.999", []],
])("%s finds %j", (text, expected) => {
  const search = readSearch(text);
  if (search.kind !== "ranges") throw new Error(search.kind);
  expect(search.ranges.map(({ first, last }) => `${ipv4Of(first)}-${ipv4Of(last)}`)).toEqual(expected);
});

it("finds an IPv6 address in any spelling, and people by words", () => {
  for (const text of ["fd7a:6ca6:e640:8000::a08:105", "FD7A:6CA6:E640:8000:0:0:0A08:0105", "fd7a:6ca6:e640:8000::10.8.1.5"])
    expect(readSearch(text)).toEqual({ kind: "ipv6", ipv6: "fd7a:6ca6:e640:8000::a08:105" });
  expect(readSearch(" Zoë ")).toEqual({ kind: "words", text: "zoe" });
  expect(readSearch("fd7a")).toEqual({ kind: "words", text: "fd7a" });
  expect(readSearch("")).toEqual({ kind: "all" });
});

it("cuts a range to a pool", () => {
  expect(inPool(pool, { first: 0x0a080100, last: 0x0a0801ff })).toEqual({ first: 256, last: 511 });
  expect(inPool(pool, { first: 0, last: 0xffffffff })).toEqual({ first: 0, last: 65_535 });
  expect(inPool(pool, { first: 0x0a090000, last: 0x0a0900ff })).toBeNull();
});

import { describe, expect, test } from "vitest";
import { commonName, isCommonName, isDeviceName, isUsername, parseCommonName, whyNotDeviceName, whyNotUsername } from "./common-name";

const a36 = "a".repeat(36);
const d19 = "d".repeat(19);

describe("usernames", () => {
  test.each(["a", "alice", "a.b", "anna-maria.o-neill", "j.r.r.tolkien", "a1", "a-", "a.-b", "a.1", a36])("%j is one", (text) => {
    expect(isUsername(text)).toBe(true);
    expect(whyNotUsername(text)).toBeNull();
  });
  test.each([
    "",
    "A",
    "Alice",
    "1a",
    ".a",
    "-a",
    "a.",
    "a..b",
    "a...b",
    "a_b",
    "a b",
    "a/b",
    "a\\b",
    "../a",
    "a\0",
    "a\n",
    "\na",
    "a\r",
    "alice\n",
    "ä",
    "аlice",
    "alice\u202e",
    "a\u200bb",
    "a@b",
    "a'b",
    'a"b',
    "a;b",
    "a$b",
    "a%b",
    "a\tb",
    `${a36}a`,
    "a".repeat(10_000),
    "DEFAULT",
    "a.b.",
    "🙂",
  ])("%j is none", (text) => {
    expect(isUsername(text)).toBe(false);
    expect(whyNotUsername(text)).toContain("username");
  });
});

describe("device names", () => {
  test.each(["a", "1", "laptop", "iphone-15", "x-", "0-0", d19])("%j is one", (text) => expect(isDeviceName(text)).toBe(true));
  test.each(["", "-a", "a.b", "A", "a_b", "a b", "a\n", "\na", "a\0", "ö", `${d19}d`, "..", "."])("%j is none", (text) => {
    expect(isDeviceName(text)).toBe(false);
    expect(whyNotDeviceName(text)).toContain("device name");
  });
});

describe("common names", () => {
  test.each([
    ["alice", "laptop", 1, "alice.laptop.1"],
    ["a.b.c", "1", 10, "a.b.c.1.10"],
    ["a.1", "2", 3, "a.1.2.3"],
    [a36, d19, 9_999_999, `${a36}.${d19}.9999999`],
  ])("%s, %s, %d make %s and come back", (username, device, n, text) => {
    expect(commonName(username, device, n)).toBe(text);
    expect(parseCommonName(text)).toEqual({ username, device, n });
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(64);
  });

  test("the last two dots split: no two triples share a name", () => {
    const names = new Map<string, string>();
    for (const username of ["a", "a.b", "a.b.1", "a.1", "a.1.2", "b"]) {
      for (const device of ["1", "2", "b", "1-2"]) {
        for (const n of [1, 2, 12]) {
          const name = commonName(username, device, n);
          expect(names.get(name)).toBeUndefined();
          names.set(name, username);
          expect(parseCommonName(name)).toEqual({ username, device, n });
        }
      }
    }
  });

  test.each([
    "",
    ".",
    "..",
    "...",
    "a",
    "a.b",
    "a.b.",
    "a.b.0",
    "a.b.01",
    "a.b.-1",
    "a.b.1.",
    "a.b.+1",
    "a.b.1e3",
    "a.b.10000000",
    "a.b.١",
    ".b.1",
    "a..1",
    "a..b.1",
    "A.b.1",
    "a.B.1",
    "a/x.b.1",
    "a.b/x.1",
    "a.b.1\n",
    "\na.b.1",
    "a.b.1\0",
    "a.b.1 ",
    "../../etc.passwd.1",
    "DEFAULT",
    `${a36}a.b.1`,
    `a.${d19}d.1`,
    "a_b.c.1",
  ])("%j is none", (text) => {
    expect(parseCommonName(text)).toBeNull();
    expect(isCommonName(text)).toBe(false);
  });

  test.each([
    ["Alice", "laptop", 1],
    ["alice", "lap top", 1],
    ["alice", "laptop", 0],
    ["alice", "laptop", 1.5],
    ["alice", "laptop", Number.NaN],
    ["alice", "laptop", 10_000_000],
    ["a\nb", "laptop", 1],
  ])("%j, %j, %d is refused with the rule", (username, device, n) => expect(() => commonName(username, device, n)).toThrow(RangeError));
});

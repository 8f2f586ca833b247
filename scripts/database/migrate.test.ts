import { expect, test } from "vitest";
import { pending } from "./migrate.mjs";

const one = { name: "1_first", sql: "SELECT 1", checksum: "a" };
const two = { name: "2_second", sql: "SELECT 2", checksum: "b" };

test("what is missing is applied, in order", () => {
  expect(pending([one, two], [])).toEqual([one, two]);
  expect(pending([one, two], [one])).toEqual([two]);
  expect(pending([one, two], [two, one])).toEqual([]);
});

test("a database that knows more than the code is refused, before one that knows it otherwise", () => {
  const later = { name: "3_third", checksum: "c" };
  expect(() => pending([one, two], [{ ...one, checksum: "x" }, later])).toThrow(/newer than this code.*"3_third"/);
  expect(() => pending([one, two], [{ ...one, checksum: "x" }])).toThrow(/"1_first" has been changed/);
});

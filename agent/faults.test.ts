import { expect, test } from "vitest";
import { FaultBody } from "../lib/nodes/bundle";
import { faults } from "./faults";

test.each([
  ["a sentence that is cut in the middle of a character", `${"x".repeat(599)}\u{1f600}`],
  ["NUL", "nft said\0nothing"],
  ["half a character", "\ud83d was in the log"],
  ["nothing", ""],
  ["nothing that is seen", " \n"],
])("%s is no reason for the portal to refuse the whole report", (_, sentence) => {
  const found = faults(() => undefined);
  found.set("map-failed", sentence);
  expect(found.list().map((one) => FaultBody.safeParse(one).error?.message)).toEqual([undefined]);
});

test("what a person wrote stays as it is, and what is over goes", () => {
  const found = faults(() => undefined);
  found.set("disk-full", "Größe: 0 Byte 😀.");
  expect(found.list()).toEqual([{ code: "disk-full", sentence: "Größe: 0 Byte 😀." }]);
  found.set("disk-full", null);
  expect(found.list()).toEqual([]);
});

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ACTIONS, actionWords } from "./action-words";
import { changesIn, isRecord, said } from "./facts";

test("a value of an entry is said to the letter, and nothing is an em dash", () => {
  expect([undefined, null, [], "a b", ["a", "b"], 7, false, { x: [1] }].map(said)).toEqual([
    "—",
    "—",
    "—",
    "a b",
    "a, b",
    "7",
    "false",
    '{"x":[1]}',
  ]);
  expect([{}, [], null, "x"].map(isRecord)).toEqual([true, false, false, false]);
});

test("actions are chosen by their words, and one that nobody has a word for stays as it is written", () => {
  expect(actionWords("user.offboard")).toBe("User offboarded");
  expect(actionWords("toString.x")).toBe("toString.x");
  const words = ACTIONS.map(actionWords);
  expect(words).toEqual([...words].sort((a, b) => a.localeCompare(b)));
});

test("every action that is written has words", () => {
  const checkout = path.resolve(import.meta.dirname, "../../..");
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "lib/**/*.ts"], {
    cwd: checkout,
    encoding: "utf8",
  })
    .split("\n")
    .filter((file) => file && !/test/.test(file));
  const written = files.flatMap((file) =>
    [...readFileSync(path.join(checkout, file), "utf8").matchAll(/action: "([a-z-]+\.[a-z-]+)"/g)].map(([, action = ""]) => action),
  );
  expect(written.length).toBeGreaterThan(50);
  expect([...new Set(written)].filter((action) => !ACTIONS.includes(action))).toEqual([]);
});

test.each<[unknown, ReturnType<typeof changesIn>]>([
  [{}, { changes: [], rest: [] }],
  ["x", { changes: [], rest: [] }],
  [
    { before: { a: 1 }, after: { a: 2, b: 3 }, why: "so", none: null },
    {
      changes: [
        { name: "a", before: 1, after: 2 },
        { name: "b", before: undefined, after: 3 },
      ],
      rest: [["why", "so"]],
    },
  ],
  [
    { name: { before: "Ann", after: "Anne" }, place: { before: 1, after: 2, of: 3 } },
    { changes: [{ name: "name", before: "Ann", after: "Anne" }], rest: [["place", { before: 1, after: 2, of: 3 }]] },
  ],
  [
    { before: null, after: "2026-12-24" },
    { changes: [{ name: "", before: null, after: "2026-12-24" }], rest: [] },
  ],
  [
    { before: { role: "admin", username: null }, after: { role: "none", username: null } },
    { changes: [{ name: "role", before: "admin", after: "none" }], rest: [] },
  ],
])("what %j says of before and after", (details, expected) => {
  expect(changesIn(details)).toEqual(expected);
});

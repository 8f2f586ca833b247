import { expect, test } from "vitest";
import { ACTIONS, actionWords } from "./action-words";
import { isRecord, said } from "./facts";

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

import { expect, test } from "vitest";
import { around, lineDiff } from "./line-diff";

const words = (text: string) => text.split(" ").filter(Boolean);
const drawn = (before: string, after: string) =>
  lineDiff(words(before), words(after))
    .map(({ mark, text }) => ({ same: "", gone: "-", new: "+" })[mark] + text)
    .join(" ");

test.each([
  ["", "", ""],
  ["a b c", "a b c", "a b c"],
  ["", "a b", "+a +b"],
  ["a b", "", "-a -b"],
  ["a b c", "a x c", "a -b +x c"],
  ["a b c d", "b c d e", "-a b c d +e"],
  ["a a b", "a b b", "a -a b +b"],
  ["b a", "a b", "-b a +b"],
])("the diff of [%s] and [%s] is [%s]", (before, after, said) => expect(drawn(before, after)).toBe(said));

test("both sides can be read off the diff, whatever the lines are", () => {
  const lists = [words("a b a c a"), words("c b a a b c"), words("x"), words("a a a a")];
  for (const before of lists)
    for (const after of lists) {
      const lines = lineDiff(before, after);
      expect(lines.filter(({ mark }) => mark !== "new").map(({ text }) => text)).toEqual(before);
      expect(lines.filter(({ mark }) => mark !== "gone").map(({ text }) => text)).toEqual(after);
    }
});

test("only what changes is shown, with what stands around it", () => {
  const lines = lineDiff(words("a b c d e f g"), words("a b c x e f g"));
  expect(around(lines).map(({ text }) => text)).toEqual(["c", "d", "x", "e"]);
  expect(around(lineDiff(["a"], ["a"]))).toEqual([]);
});

import { expect, it, test } from "vitest";
import { foldedPrefix, foldWords, searchTermsOf } from "./search-terms";

it.each([
  ["O’Brien, Zoë", "obrien zoe"],
  ["ANN.SMITH@example.org", "ann smith@example org"],
  ["Łukasz Groß-Ærø", "lukasz gross aero"],
  ["Iİıi", "iiii"],
  ["ΟΔΥΣΣΕΥΣ", "οδυσσευσ"],
  ["ﬁ ① ＡＢ", "fi 1 ab"],
  ["山田 太郎", "山田 太郎"],
  ["🦄 Unicorn", "🦄 unicorn"],
  ["--- ..", ""],
  ["e\u0301", "e"],
  ["é", "e"],
])("folds %s to %s", (text, folded) => expect(foldWords(text)).toBe(folded));

test("a name is found from each of its words, last name first, and by first and last; what another term begins with is not kept", () => {
  expect(searchTermsOf({ name: "Ann Marie Smith", username: "ann.smith", email: "ann.smith@example.org" })).toEqual([
    "ann marie smith",
    "marie smith ann",
    "smith ann marie",
    "ann smith@example org",
    "smith@example org",
    "example org",
  ]);
  expect(searchTermsOf({ name: "Ann", username: "ann", email: null })).toEqual(["ann"]);
});

test("no term is longer than an index takes, whatever the name is made of, and there are few", () => {
  // U+FDFA alone becomes eighteen characters in four words.
  const terms = searchTermsOf({ name: "\u{FDFA}".repeat(100), username: "a", email: null });
  expect(terms.length).toBeLessThan(60);
  for (const term of terms) expect(Buffer.byteLength(term)).toBeLessThan(500);
  expect(Buffer.byteLength(foldedPrefix("\u{FDFA}".repeat(400)))).toBeLessThan(500);
  expect(searchTermsOf({ name: "\u0301", username: "a", email: "" })).toEqual(["a"]);
});

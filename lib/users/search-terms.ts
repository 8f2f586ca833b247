// What a user is found by. Names, usernames and e-mail addresses are folded alike into words, so that "Ann Smith", "ann.smith" and
// "ANN-SMITH@example.org" begin alike; a search is folded in the same way and finds whatever begins with it. Pure.

/** A term fits into an index whatever it is made of (4 bytes a character, and PostgreSQL takes 2,700). */
const LONGEST = 120;
const MOST_WORDS = 24;

// Letters that Unicode does not take apart into a letter and a mark.
const LETTERS: Record<string, string> = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ς: "σ" };

/** Lower case without marks (NFKD), apostrophes gone, every other punctuation but @ a space: "O’Brien, Zoë" → "obrien zoe". */
export function foldWords(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase().toLowerCase().normalize("NFKD");
  return [...plain.replace(/[\p{M}'’‘ʼ`´]/gu, "")]
    .map((letter) => LETTERS[letter] ?? letter)
    .join("")
    .replace(/(?!@)[\p{P}\p{Z}\p{C}\s]/gu, " ")
    .replace(/ +/g, " ")
    .trim();
}

/** The prefix that a search is looked up by; empty when nothing of it is a letter, a digit or a sign. */
export function foldedPrefix(search: string): string {
  return [...foldWords(search)].slice(0, LONGEST).join("");
}

export type Searched = { name: string; username: string; email: string | null };

/**
 * The name turned round at each of its words ("ann marie smith", "marie smith ann", "smith ann marie") and by its first and last; what
 * username and e-mail have from each of their words on. A term that another one begins with is left out.
 */
export function searchTermsOf({ name, username, email }: Searched): string[] {
  const names = wordsOf(name);
  const turned = names.map((_, i) => [...names.slice(i), ...names.slice(0, i)]);
  const [first, last] = [names[0], names.at(-1)];
  const short = names.length > 2 && first && last ? [[first, last]] : [];
  const all = [...turned, ...short, ...suffixes(wordsOf(username)), ...suffixesOfEmail(email ?? "")];
  const terms = [...new Set(all.map((words) => [...words.join(" ")].slice(0, LONGEST).join("").trim()))].filter(Boolean);
  return terms.filter((term) => !terms.some((other) => other !== term && other.startsWith(term)));
}

const wordsOf = (text: string): string[] => foldWords(text).split(" ").filter(Boolean).slice(0, MOST_WORDS);
const suffixes = (words: string[]): string[][] => words.map((_, i) => words.slice(i));

/** "ann.smith@example.org" from ann on, from smith on, and its domain; not from "org" on. */
function suffixesOfEmail(email: string): string[][] {
  const at = email.lastIndexOf("@");
  const [local, [first = "", ...rest]] = [wordsOf(email.slice(0, Math.max(0, at))), wordsOf(email.slice(at + 1))];
  const whole = suffixes(local).map((words) => [`${words.join(" ")}@${first}`, ...rest]);
  return email ? [...whole, [first, ...rest]] : [];
}

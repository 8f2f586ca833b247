const letters: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ä: "ae",
  ö: "oe",
  ü: "ue",
  å: "aa",
};

/** "Ann Smith" → "ann.smith"; the empty string where nothing of the name fits the grammar of usernames. */
export function suggestUsername(name: string): string {
  return [...name.trim().toLowerCase().normalize("NFC")]
    .map((letter) => letters[letter] ?? letter)
    .join("")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/['’]/g, "")
    .replace(/[^a-z0-9-]+/g, ".")
    .replace(/^[^a-z]+/, "")
    .slice(0, 36)
    .replace(/[.-]+$/, "");
}

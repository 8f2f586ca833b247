/**
 * What no text may have that is kept or said: control characters, lone surrogates, and what changes the direction or hides in a line
 * (bidi, zero width, separators, tags). So is U+FFFD, which stands where such a character was, or one that was lost before.
 */
export const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202F\u2060-\u206F\uFEFF\uFFF9-\uFFFB\uFFFD\u{E0000}-\u{E007F}]/u;
const ALL = new RegExp(UNSEEN, "gu");

// Line breaks and tabs are blanks.
const inOneLine = (text: string): string => text.replaceAll(/[\t\r\n]/g, " ");

/** For text that is only looked for: without it, as if it had not been typed or pasted. */
export const withoutUnseen = (text: string): string => inOneLine(text).replaceAll(ALL, "");

/** For text that is repeated as it came: a mark stands where something was that nobody would see. */
export const markUnseen = (text: string): string => inOneLine(text).replaceAll(ALL, "\uFFFD");

/** For a cell of a file that is kept before it is judged: without what surrounds it, and never good where a mark is in it. */
export const markedCell = (text: string): string => text.trim().replaceAll(ALL, "\uFFFD");

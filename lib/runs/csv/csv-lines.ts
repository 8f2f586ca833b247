import { refuse } from "@/lib/refusal";

export const MOST_BYTES = 2 * 1024 * 1024;
export const tooLarge = (): never =>
  refuse("too-large", "The file is larger than 2 MB. Split it into smaller files and import them one after the other.", "file");

/**
 * The lines of a file as they come, each with its line feed: UTF-8 without its mark (BOM), CRLF and CR as LF. Refuses, with the line's
 * number, what is not UTF-8 or has a NUL; a file of more than 2 MB is refused as soon as it is.
 */
export async function* csvLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  let size = 0;
  let line = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > MOST_BYTES) tooLarge();
    let bytes = Buffer.concat([rest, chunk]);
    // No byte of a longer UTF-8 character is a line feed.
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
      yield* decoded(bytes.subarray(0, end + 1), ++line);
      bytes = bytes.subarray(end + 1);
    }
    rest = bytes;
  }
  if (rest.length > 0) yield* decoded(rest, ++line);
}

function* decoded(bytes: Buffer, line: number): Generator<string> {
  if (line === 1 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)))
    refuse("invalid", "The file is UTF-16 (“Unicode text”). Save it as “CSV UTF-8” and choose it again.", "file");
  if (bytes.includes(0)) refuse("invalid", `Line ${line} has a NUL character: this is not a CSV file, or it is damaged.`, "file");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: line !== 1 }).decode(bytes);
  } catch {
    return refuse(
      "invalid",
      `Line ${line} is not UTF-8: a letter such as ä or é was saved in another encoding. Save the file as “CSV UTF-8” and choose it again.`,
      "file",
    );
  }
  yield* text
    .replace(/\r\n?/g, "\n")
    .split(/(?<=\n)/)
    .filter((part) => part !== "");
}

/** What stands between the cells: the one of comma, semicolon, tab and bar that the first line has most of, outside quotes. */
export function delimiterOf(firstLine: string): string {
  const named = /^sep=(.)\n?$/.exec(firstLine)?.[1];
  if (named) return named;
  const bare = firstLine.replace(/"[^"]*"/g, "");
  const count = (sign: string) => bare.split(sign).length - 1;
  return [",", ";", "\t", "|"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** Excel's own first line, which is none of the table's. */
export const isSepLine = (line: string): boolean => /^sep=.\n?$/.test(line);

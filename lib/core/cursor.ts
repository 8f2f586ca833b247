import { z } from "zod";
import { refuse } from "@/lib/refusal";

/** Rows of a list's page, at most. */
export const PAGE_SIZE = 50;
export const MOST_ROWS = 200;

/** Said of a cursor that is not ours, is for another order, or has keys of another form. */
export const NO_SUCH_PAGE = "This page of the list does not exist any more. Begin at the first page: leave the cursor out.";

/** Where a page begins: after (or, going back, before) the row with these sort keys. */
export type Cursor = { keys: readonly (string | number | null)[]; back: boolean };
/** A page of a list: `next` and `previous` are cursors for the query, null at either end. */
export type Paged<T> = { rows: T[]; next: string | null; previous: string | null };

type Key = string | number | null;
/** PostgreSQL's integers; and its moments, of which it knows neither all of ISO 8601's nor all of JavaScript's. */
const wholeKey = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);
export const momentKey = z.iso.datetime().refine((text) => Number(text.slice(0, 4)) >= 1970);
/** The sort keys of lists that are in the order of a number, or of time. */
export const WHOLE_KEY = z.tuple([wholeKey]);
export const MOMENT_AND_ID = z.tuple([momentKey, z.uuid()]);

const Encoded = z.tuple([z.array(z.union([z.string().max(400), z.number(), z.null()])).max(4), z.boolean()]);

export function encodeCursor({ keys, back }: Cursor): string {
  return Buffer.from(JSON.stringify([keys, back])).toString("base64url");
}

/**
 * Null where there is none; refuses one that is not ours or is for another order of the list (`keys` says how many sort keys there are,
 * or what they must be so that PostgreSQL reads them).
 */
export function decodeCursor(text: string | null | undefined, keys: number | z.ZodType<readonly Key[]>): Cursor | null {
  if (!text) return null;
  try {
    const [found, back] = Encoded.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    const right = typeof keys === "number" ? found.length === keys : keys.safeParse(found).success;
    if (right && !found.some((key) => typeof key === "string" && key.includes("\0"))) return { keys: found, back };
  } catch {
    // said below
  }
  return refuse("invalid", NO_SUCH_PAGE, "cursor");
}

/**
 * Makes a page of what was read: one row more than `limit` says that the list goes on. Rows that were read backwards come reversed.
 * `keysOf` are the row's sort keys, the last of them unique.
 */
export function pageOf<T>(found: T[], limit: number, cursor: Cursor | null, keysOf: (row: T) => Cursor["keys"]): Paged<T> {
  const more = found.length > limit;
  const rows = found.slice(0, limit);
  if (cursor?.back) rows.reverse();
  const [first, last] = [rows[0], rows.at(-1)];
  const next = last !== undefined && (cursor?.back ? true : more) ? encodeCursor({ keys: keysOf(last), back: false }) : null;
  const previous =
    first !== undefined && (cursor?.back ? more : cursor !== null) ? encodeCursor({ keys: keysOf(first), back: true }) : null;
  return { rows, next, previous };
}

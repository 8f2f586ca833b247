import { z } from "zod";
import { decodeCursor } from "@/lib/core/cursor";
import { refuse } from "@/lib/refusal";

const Keys = z.tuple([z.iso.datetime(), z.uuid()]);

/** Where a list in order of time goes on; null at its beginning. A cursor that was made up is refused before PostgreSQL reads it. */
export function timeCursor(text: string | undefined): { at: Date; id: string; back: boolean; keys: [string, string] } | null {
  const cursor = decodeCursor(text, 2);
  if (!cursor) return null;
  const keys = Keys.safeParse(cursor.keys);
  if (!keys.success)
    return refuse("invalid", "This page of the list does not exist. Begin at the first page: leave the cursor out.", "cursor");
  return { at: new Date(keys.data[0]), id: keys.data[1], back: cursor.back, keys: keys.data };
}

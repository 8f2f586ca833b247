import { decodeCursor, MOMENT_AND_ID } from "@/lib/core/cursor";

/** Where a list in order of time goes on; null at its beginning. A cursor that was made up is refused before PostgreSQL reads it. */
export function timeCursor(text: string | undefined): { at: Date; id: string; back: boolean; keys: [string, string] } | null {
  const cursor = decodeCursor(text, MOMENT_AND_ID);
  if (!cursor) return null;
  const keys = MOMENT_AND_ID.parse(cursor.keys);
  return { at: new Date(keys[0]), id: keys[1], back: cursor.back, keys };
}

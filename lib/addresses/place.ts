import { decodeCursor, type Cursor } from "@/lib/core/cursor";
import { refuse } from "@/lib/refusal";

/** Where a list of pairs or ranges goes on: after, or going back before, this pool and index. */
export type Place = { poolId: number; index: number; back: boolean; cursor: Cursor };

export function placeOf(text: string | undefined): Place | null {
  const cursor = decodeCursor(text, 2);
  if (!cursor) return null;
  const [poolId, index] = cursor.keys;
  if (!isIndex(poolId) || !isIndex(index))
    return refuse("invalid", "This page of the list does not exist any more. Begin at the first page: leave the cursor out.", "cursor");
  return { poolId, index, back: cursor.back, cursor };
}

const isIndex = (key: unknown): key is number => typeof key === "number" && Number.isInteger(key) && key >= 0 && key < 2 ** 31;

import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { lockUsers as lockAll, type LockedUser } from "@/lib/users/lock-user";
import type { Item, ItemOutcome } from "../verb-work";

const Input = z.object({ username: z.string() });

export type Found = { n: number; user: LockedUser };

/**
 * Step: the users that items name, locked in id order. An item whose user is not there, or of whom `why` says why not, is refused;
 * a user who is named twice is done once.
 */
export async function lockUsers(
  tx: Tx,
  items: readonly Item[],
  why: (user: LockedUser) => string | null,
): Promise<{ found: Found[]; refused: ItemOutcome[] }> {
  const asked = items.map((item) => ({ n: item.n, username: Input.parse(item.input).username }));
  const users = await lockAll(
    tx,
    asked.map((one) => one.username),
  );
  const byName = new Map(users.map((user) => [user.username, user]));
  const found: Found[] = [];
  const refused: ItemOutcome[] = [];
  for (const { n, username } of asked) {
    const user = byName.get(username);
    const sentence = user ? why(user) : `There is no user ${JSON.stringify(username).slice(0, 80)}.`;
    if (user && !sentence) found.push({ n, user });
    else refused.push({ n, done: false, sentence: sentence ?? "" });
  }
  return { found, refused };
}

import type { UserState } from "@/generated/prisma/client";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";

export type LockedUser = { id: string; username: string; name: string; email: string | null; state: UserState };

/** Step: the user's row under its lock. Whoever admits or cuts off one of the user's devices takes it first (I6). */
export async function lockUser(tx: Tx, username: string): Promise<LockedUser> {
  const [user] = await lockUsers(tx, [username]);
  return user ?? refuse("missing", `There is no user ${JSON.stringify(username).slice(0, 80)}.`);
}

/** Step: many at once, in id order, so that two who take some of the same wait and neither dies. Names of nobody are left out. */
export function lockUsers(tx: Tx, usernames: readonly string[]): Promise<LockedUser[]> {
  return tx.$queryRaw<LockedUser[]>`
    SELECT id, username, name, email, state FROM "user" WHERE username = ANY(${[...usernames]}) ORDER BY id FOR UPDATE`;
}

export async function lockUserOfDevice(tx: Tx, deviceId: string): Promise<LockedUser> {
  const [user] = await tx.$queryRaw<LockedUser[]>`
    SELECT u.id, u.username, u.name, u.email, u.state FROM "user" u JOIN device d ON d.user_id = u.id
    WHERE d.id = ${deviceId}::uuid FOR UPDATE OF u`;
  return user ?? refuse("missing", "There is no such device.");
}

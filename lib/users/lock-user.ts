import type { UserState } from "@/generated/prisma/client";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";

export type LockedUser = { id: string; username: string; name: string; state: UserState };

/** Step: the user's row under its lock. Whoever admits or cuts off one of the user's devices takes it first (I6). */
export async function lockUser(tx: Tx, username: string): Promise<LockedUser> {
  const [user] = await tx.$queryRaw<LockedUser[]>`SELECT id, username, name, state FROM "user" WHERE username = ${username} FOR UPDATE`;
  return user ?? refuse("missing", `There is no user ${JSON.stringify(username).slice(0, 80)}.`);
}

export async function lockUserOfDevice(tx: Tx, deviceId: string): Promise<LockedUser> {
  const [user] = await tx.$queryRaw<LockedUser[]>`
    SELECT u.id, u.username, u.name, u.state FROM "user" u JOIN device d ON d.user_id = u.id WHERE d.id = ${deviceId}::uuid FOR UPDATE OF u`;
  return user ?? refuse("missing", "There is no such device.");
}

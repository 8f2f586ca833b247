import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { lockUser, type LockedUser } from "@/lib/users/lock-user";

/** Step: the user that an account is to belong to, under its lock. `own` is the account that may have it already. */
export async function linkableUser(tx: Tx, username: string, own: string | null): Promise<LockedUser> {
  const found = await tx.user.findUnique({ where: { username }, select: { id: true } });
  if (!found)
    refuse(
      "missing",
      `There is no user ${JSON.stringify(username).slice(0, 80)}. Give the username as the users' list has it.`,
      "username",
    );
  const user = await lockUser(tx, username);
  if (user.state === "offboarded") refuse("state", `${username} is offboarded, so no account can belong to them.`, "username");
  const other = await tx.account.findUnique({ where: { userId: user.id }, select: { id: true, authUser: { select: { email: true } } } });
  if (other && other.id !== own) refuse("taken", `${username} has an account already: ${other.authUser.email}.`, "username");
  return user;
}

import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { isAdmin } from "@/lib/users/only-an-admin";
import { actsAs } from "./acts-as";
import { lockAccounts, type LockedAccount } from "./lock-accounts";
import { withdrawInvitationsBy } from "./withdraw-invitations-by";

export type EndedAccount = { userId: string; email: string; ended: "role none" | "kept: the last admin" | "kept: for an admin to end" };

/**
 * Step of an offboarding: whoever is no user any more is signed out and has no role. The last admin keeps theirs, because nobody could
 * give it back; an admin's is left alone where no admin asks. Under the users' locks; once in a transaction. Returns what the audit
 * entry says.
 */
export async function endAccountsOf(tx: Tx, ctx: Context, userIds: readonly string[]): Promise<EndedAccount[]> {
  const theirs = await tx.account.findMany({ where: { userId: { in: [...userIds] } }, select: { id: true } });
  const ids = new Set(theirs.map(({ id }) => id));
  const locked = theirs.length === 0 ? [] : await lockAccounts(tx, [...ids]);
  const all = locked.filter(({ id }) => ids.has(id));
  const others = mayEndAdmins(ctx, locked) ? [] : all.filter(({ role }) => role === "admin");
  const barred = new Set(others.map(({ userId }) => userId));
  await tx.accountInvitation.updateMany({
    where: { userId: { in: userIds.filter((id) => !barred.has(id)) }, usedAt: null, withdrawnAt: null },
    data: { withdrawnAt: ctx.now() },
  });
  const mine = all.filter(({ userId }) => !barred.has(userId));
  const otherAdmins = locked.some(({ id, role }) => role === "admin" && !ids.has(id));
  const kept = otherAdmins ? undefined : mine.find(({ role }) => role === "admin");
  const ended = mine.filter((account) => account !== kept);
  await tx.authSession.deleteMany({ where: { userId: { in: ended.map(({ authUserId }) => authUserId) } } });
  await tx.account.updateMany({ where: { id: { in: ended.map(({ id }) => id) } }, data: { role: "none", version: { increment: 1 } } });
  await withdrawInvitationsBy(tx, ctx, await actsAs(tx, ended));
  return all.map((account) => ({
    // Found by its user's id.
    userId: account.userId ?? "",
    email: account.email,
    ended: barred.has(account.userId) ? "kept: for an admin to end" : account === kept ? "kept: the last admin" : "role none",
  }));
}

/** Every admin is locked: whose role was taken away a moment ago is none of them. */
function mayEndAdmins(ctx: Context, locked: readonly LockedAccount[]): boolean {
  const { actor } = ctx;
  const asks = actor.kind === "account" ? actor.id : actor.kind === "token" ? actor.maker.id : null;
  return isAdmin(ctx) && (asks === null || locked.some(({ id, role }) => id === asks && role === "admin"));
}

/** The same for one user; null where they have no account. */
export async function endAccountOf(tx: Tx, ctx: Context, userId: string): Promise<EndedAccount | null> {
  return (await endAccountsOf(tx, ctx, [userId]))[0] ?? null;
}

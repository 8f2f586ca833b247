import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { lockAccounts } from "./lock-accounts";

export type EndedAccount = { userId: string; email: string; ended: "role none" | "kept: the last admin" };

/**
 * Step of an offboarding: whoever is no user any more is signed out and has no role. The last admin keeps theirs, because nobody could
 * give it back. Under the users' locks; once in a transaction. Returns what the audit entry says.
 */
export async function endAccountsOf(tx: Tx, ctx: Context, userIds: readonly string[]): Promise<EndedAccount[]> {
  await tx.accountInvitation.updateMany({
    where: { userId: { in: [...userIds] }, usedAt: null, withdrawnAt: null },
    data: { withdrawnAt: ctx.now() },
  });
  const theirs = await tx.account.findMany({ where: { userId: { in: [...userIds] } }, select: { id: true } });
  if (theirs.length === 0) return [];
  const ids = new Set(theirs.map(({ id }) => id));
  const locked = await lockAccounts(tx, [...ids]);
  const mine = locked.filter(({ id }) => ids.has(id));
  const otherAdmins = locked.some(({ id, role }) => role === "admin" && !ids.has(id));
  const kept = otherAdmins ? undefined : mine.find(({ role }) => role === "admin");
  const ended = mine.filter((account) => account !== kept);
  await tx.authSession.deleteMany({ where: { userId: { in: ended.map(({ authUserId }) => authUserId) } } });
  await tx.account.updateMany({ where: { id: { in: ended.map(({ id }) => id) } }, data: { role: "none", version: { increment: 1 } } });
  return mine.map((account) => ({
    // Found by its user's id.
    userId: account.userId ?? "",
    email: account.email,
    ended: account === kept ? "kept: the last admin" : "role none",
  }));
}

/** The same for one user; null where they have no account. */
export async function endAccountOf(tx: Tx, ctx: Context, userId: string): Promise<EndedAccount | null> {
  return (await endAccountsOf(tx, ctx, [userId]))[0] ?? null;
}

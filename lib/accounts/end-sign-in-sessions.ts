import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import type { Permission } from "@/lib/core/permissions";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";

/** One's own are one's own to end; anybody's are an admin's. */
const permissionFor = (ctx: Context, accountId: string): Permission =>
  ctx.actor.kind === "account" && ctx.actor.id === accountId ? "own.write" : "accounts.write";

async function accountOf(tx: Tx, id: string): Promise<{ authUserId: string; email: string }> {
  const row = await tx.account.findUnique({ where: { id }, select: { authUserId: true, authUser: { select: { email: true } } } });
  return row ? { authUserId: row.authUserId, email: row.authUser.email } : refuse("missing", "There is no such account.");
}

/** Ends one sign-in session: its next request is asked to sign in. */
export function endSignInSession(ctx: Context, accountId: string, sessionId: string): Promise<Committed<{ ended: number }>> {
  return commit(ctx, permissionFor(ctx, accountId), async (tx) => {
    const { authUserId, email } = await accountOf(tx, accountId);
    const { count } = await tx.authSession.deleteMany({ where: { id: sessionId, userId: authUserId } });
    if (count === 0) refuse("missing", "This sign-in session has ended already.");
    return {
      value: { ended: 1 },
      audit: { action: "account.end-sign-in-session", subject: `account ${email}`, details: { session: sessionId } },
      nodes: "need not",
    };
  });
}

/** Ends all sign-in sessions of an account, but for the one that is kept: whoever asks stays signed in. */
export function endSignInSessions(ctx: Context, accountId: string, keep: string | null): Promise<Committed<{ ended: number }>> {
  return commit(ctx, permissionFor(ctx, accountId), async (tx) => {
    const { authUserId, email } = await accountOf(tx, accountId);
    const { count } = await tx.authSession.deleteMany({ where: { userId: authUserId, ...(keep ? { id: { not: keep } } : {}) } });
    if (count === 0) refuse("state", keep ? "There is no other sign-in session to end." : `${email} is not signed in anywhere.`);
    return {
      value: { ended: count },
      audit: { action: "account.end-sign-in-sessions", subject: `account ${email}`, details: { ended: count } },
      nodes: "need not",
    };
  });
}

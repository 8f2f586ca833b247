import type { Role } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";

export type AccountDetails = {
  id: string;
  name: string;
  email: string;
  role: Role;
  username: string | null;
  createdAt: Date;
  version: number;
};
export type SignInSession = { id: string; createdAt: Date; seenAt: Date; expiresAt: Date; source: string | null; browser: string | null };

/** Sign-in sessions that are shown at most; "end all" ends the others too. */
const MOST_SESSIONS = 50;

/** Everything about one account; null where there is none. */
export async function readAccount(ctx: Context, id: string): Promise<AccountDetails | null> {
  demand(ctx.actor, mine(ctx, id) ? "own.read" : "accounts.read");
  const row = await db().account.findUnique({ where: { id }, include: { authUser: true, user: { select: { username: true } } } });
  if (!row) return null;
  const { name, email } = row.authUser;
  return { id, name, email, role: row.role, username: row.user?.username ?? null, createdAt: row.createdAt, version: row.version };
}

/** Where an account is signed in, the newest first. One's own are one's own; anybody's are for those who watch over accounts. */
export async function listSignInSessions(ctx: Context, accountId: string): Promise<SignInSession[]> {
  demand(ctx.actor, mine(ctx, accountId) ? "own.read" : "accounts.read");
  const account = await db().account.findUnique({ where: { id: accountId }, select: { authUserId: true } });
  if (!account) refuse("missing", "There is no such account.");
  const rows = await db().authSession.findMany({
    where: { userId: account.authUserId, expiresAt: { gt: ctx.now() } },
    orderBy: { createdAt: "desc" },
    take: MOST_SESSIONS,
  });
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.createdAt,
    seenAt: row.updatedAt,
    expiresAt: row.expiresAt,
    source: row.ipAddress || null,
    browser: row.userAgent?.slice(0, 300) || null,
  }));
}

const mine = (ctx: Context, id: string): boolean => ctx.actor.kind === "account" && ctx.actor.id === id;

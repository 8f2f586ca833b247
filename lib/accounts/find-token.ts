import type { Actor } from "@/lib/core/context";
import { db, type Tx } from "@/lib/db/client";

export type TokenActor = Extract<Actor, { kind: "token" }>;

/** The program that has an API token, with what its maker may now; null where the token is good no more, or its maker is gone. */
export async function findToken(
  by: { tokenHash: string } | { id: string },
  now: Date,
  tx: Tx = db(),
): Promise<{ actor: TokenActor; lastUsedAt: Date | null } | null> {
  const row = await tx.apiToken.findUnique({ where: by, include: { maker: { include: { authUser: { select: { email: true } } } } } });
  if (!row || !row.maker || row.revokedAt || (row.expiresAt && row.expiresAt <= now)) return null;
  const { id, name, role, lastUsedAt } = row;
  const maker = { id: row.maker.id, email: row.maker.authUser.email, role: row.maker.role };
  return { actor: { kind: "token", id, name, role, maker }, lastUsedAt };
}

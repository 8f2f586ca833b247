import type { Role } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { PAGE_SIZE, pageOf, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { timeCursor } from "./time-cursor";

export type TokenState = "good" | "revoked" | "expired";
export type TokenRow = {
  id: string;
  name: string;
  role: Role;
  state: TokenState;
  createdAt: Date;
  createdBy: string;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  lastSource: string | null;
  revokedAt: Date | null;
};

/** API tokens, the newest first, revoked and expired ones too: the audit log names them. */
export async function listTokens(ctx: Context, { cursor: asked }: { cursor?: string } = {}): Promise<Paged<TokenRow>> {
  demand(ctx.actor, "accounts.read");
  const cursor = timeCursor(asked);
  const way = cursor?.back ? "asc" : "desc";
  const beyond = cursor?.back ? "gt" : "lt";
  const rows = await db().apiToken.findMany({
    where: cursor ? { OR: [{ createdAt: { [beyond]: cursor.at } }, { createdAt: cursor.at, id: { [beyond]: cursor.id } }] } : {},
    orderBy: [{ createdAt: way }, { id: way }],
    take: PAGE_SIZE + 1,
    omit: { tokenHash: true },
  });
  const page = pageOf(rows, PAGE_SIZE, cursor, (row) => [row.createdAt.toISOString(), row.id]);
  const now = ctx.now();
  return {
    ...page,
    rows: page.rows.map((row) => ({ ...row, state: tokenState(row, now) })),
  };
}

export function tokenState(row: { revokedAt: Date | null; expiresAt: Date | null }, now: Date): TokenState {
  if (row.revokedAt) return "revoked";
  return row.expiresAt && row.expiresAt <= now ? "expired" : "good";
}

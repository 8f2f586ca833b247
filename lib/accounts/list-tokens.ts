import type { Role } from "@/generated/prisma/client";
import type { Context, Maker } from "@/lib/core/context";
import { PAGE_SIZE, pageOf, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { timeCursor } from "./time-cursor";
import { TOKEN_INCLUDE, TOKEN_OMIT, tokenRow } from "./token-row";

/** orphaned: whoever made it has no account any more. */
export type TokenState = "good" | "revoked" | "expired" | "orphaned";
export type TokenRow = {
  id: string;
  name: string;
  role: Role;
  state: TokenState;
  createdAt: Date;
  createdBy: string;
  /** The account that it acts for, with the role of now; null when it is gone. */
  maker: Maker | null;
  /** The maker may not do all that the token's role may: it does what both may. */
  limited: boolean;
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
    omit: TOKEN_OMIT,
    include: TOKEN_INCLUDE,
  });
  const page = pageOf(rows, PAGE_SIZE, cursor, (row) => [row.createdAt.toISOString(), row.id]);
  const now = ctx.now();
  return { ...page, rows: page.rows.map((row) => tokenRow(row, now)) };
}

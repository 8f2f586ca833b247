import type { Role } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { PAGE_SIZE, pageOf, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { timeCursor } from "./time-cursor";

export type AccountInvitationState = "open" | "used" | "withdrawn" | "expired";
export type AccountInvitationRow = {
  id: string;
  email: string;
  role: Role;
  username: string | null;
  createdAt: Date;
  createdBy: string;
  expiresAt: Date;
  state: AccountInvitationState;
};

/** Account invitations, the newest first. */
export async function listAccountInvitations(
  ctx: Context,
  { cursor: asked }: { cursor?: string } = {},
): Promise<Paged<AccountInvitationRow>> {
  demand(ctx.actor, "accounts.read");
  const cursor = timeCursor(asked);
  const way = cursor?.back ? "asc" : "desc";
  const beyond = cursor?.back ? "gt" : "lt";
  const rows = await db().accountInvitation.findMany({
    where: cursor ? { OR: [{ createdAt: { [beyond]: cursor.at } }, { createdAt: cursor.at, id: { [beyond]: cursor.id } }] } : {},
    orderBy: [{ createdAt: way }, { id: way }],
    take: PAGE_SIZE + 1,
    include: { user: { select: { username: true } } },
  });
  const page = pageOf(rows, PAGE_SIZE, cursor, (row) => [row.createdAt.toISOString(), row.id]);
  const now = ctx.now();
  return {
    ...page,
    rows: page.rows.map(({ usedAt, withdrawnAt, user, ...row }) => ({
      id: row.id,
      email: row.email,
      role: row.role,
      username: user?.username ?? null,
      createdAt: row.createdAt,
      createdBy: row.createdBy,
      expiresAt: row.expiresAt,
      state: usedAt ? "used" : withdrawnAt ? "withdrawn" : row.expiresAt <= now ? "expired" : "open",
    })),
  };
}

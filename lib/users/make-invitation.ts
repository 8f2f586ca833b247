import type { Tx } from "@/lib/db/client";
import { actorName, type Context } from "@/lib/core/context";
import { newToken } from "@/lib/core/token";

export const INVITATION_HOURS = 72;

export type MadeInvitation = { id: string; token: string; expiresAt: Date };

/** Step: an invitation for a device; whatever was open for it is withdrawn, so that one link is good at a time. */
export async function makeInvitation(tx: Tx, ctx: Context, deviceId: string): Promise<MadeInvitation> {
  await withdrawOpen(tx, ctx, deviceId);
  const { token, hash } = newToken(ctx.random);
  const createdAt = ctx.now();
  const expiresAt = new Date(createdAt.getTime() + INVITATION_HOURS * 3_600_000);
  const { id } = await tx.invitation.create({ data: { deviceId, tokenHash: hash, createdAt, createdBy: actorName(ctx.actor), expiresAt } });
  return { id, token, expiresAt };
}

export async function withdrawOpen(tx: Tx, ctx: Context, deviceId: string): Promise<void> {
  await tx.invitation.updateMany({ where: { deviceId, usedAt: null, withdrawnAt: null }, data: { withdrawnAt: ctx.now() } });
}

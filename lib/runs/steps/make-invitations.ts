import { actorName, type Context } from "@/lib/core/context";
import { readSettings } from "@/lib/core/settings";
import { newToken } from "@/lib/core/token";
import type { Tx } from "@/lib/db/client";
import { env } from "@/lib/env";

export type Link = { deviceId: string; link: string; expiresAt: Date };

/** Step: an invitation for each device, in two statements; whatever was open for one is withdrawn. The callers have its users locked. */
export async function makeInvitations(tx: Tx, ctx: Context, deviceIds: readonly string[], reminder = false): Promise<Link[]> {
  if (deviceIds.length === 0) return [];
  const { invitationHours } = await readSettings(tx);
  const createdAt = ctx.now();
  const expiresAt = new Date(createdAt.getTime() + invitationHours * 3_600_000);
  await tx.invitation.updateMany({
    where: { deviceId: { in: [...deviceIds] }, usedAt: null, withdrawnAt: null },
    data: { withdrawnAt: createdAt },
  });
  const made = deviceIds.map((deviceId) => ({ deviceId, ...newToken(ctx.random) }));
  await tx.invitation.createMany({
    data: made.map(({ deviceId, hash }) => ({
      deviceId,
      tokenHash: hash,
      createdAt,
      createdBy: actorName(ctx.actor),
      expiresAt,
      remindedAt: reminder ? createdAt : null,
    })),
  });
  return made.map(({ deviceId, token }) => ({ deviceId, link: `${env().url.origin}/invitation#${token}`, expiresAt }));
}

import type { InvitationKind } from "@/generated/prisma/client";
import { actorName, type Context } from "@/lib/core/context";
import { readSettings } from "@/lib/core/settings";
import { newToken } from "@/lib/core/token";
import type { Tx } from "@/lib/db/client";

export type MadeInvitation = { id: string; token: string; expiresAt: Date };

/** Step: an invitation for a device; whatever was open for it is withdrawn, so that one link is good at a time. */
export async function makeInvitation(tx: Tx, ctx: Context, deviceId: string, kind: InvitationKind = "first"): Promise<MadeInvitation> {
  const [made] = await makeInvitations(tx, ctx, [deviceId], kind);
  if (!made) throw new Error("no invitation was made");
  return made;
}

/** Step: one for each of these devices, in their order. `reminder`: they had one that they have not used. */
export async function makeInvitations(
  tx: Tx,
  ctx: Context,
  deviceIds: readonly string[],
  kind: InvitationKind = "first",
  reminder = false,
): Promise<(MadeInvitation & { deviceId: string })[]> {
  if (deviceIds.length === 0) return [];
  await withdrawOpen(tx, ctx, deviceIds);
  const { invitationHours } = await readSettings(tx);
  const createdAt = ctx.now();
  const expiresAt = new Date(createdAt.getTime() + invitationHours * 3_600_000);
  const createdBy = actorName(ctx.actor);
  const remindedAt = reminder ? createdAt : null;
  const tokens = deviceIds.map((deviceId) => ({ deviceId, ...newToken(ctx.random) }));
  const rows = await tx.invitation.createManyAndReturn({
    data: tokens.map(({ deviceId, hash }) => ({ deviceId, kind, tokenHash: hash, createdAt, createdBy, expiresAt, remindedAt })),
    select: { id: true, tokenHash: true },
  });
  const ids = new Map(rows.map((row) => [row.tokenHash, row.id]));
  return tokens.map(({ deviceId, token, hash }) => ({ deviceId, id: ids.get(hash) ?? "", token, expiresAt }));
}

export async function withdrawOpen(tx: Tx, ctx: Context, deviceIds: readonly string[]): Promise<void> {
  await tx.invitation.updateMany({
    where: { deviceId: { in: [...deviceIds] }, usedAt: null, withdrawnAt: null },
    data: { withdrawnAt: ctx.now() },
  });
}

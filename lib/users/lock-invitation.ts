import type { InvitationKind, UserState } from "@/generated/prisma/client";
import type { Tx } from "@/lib/db/client";

export type LockedInvitation = {
  id: string;
  kind: InvitationKind;
  deviceId: string;
  expiresAt: Date;
  usedAt: Date | null;
  withdrawnAt: Date | null;
  serial: string | null;
  deviceName: string;
  removedAt: Date | null;
  lastNumber: number;
  ipv4: string;
  ipv6: string;
  userId: string;
  username: string;
  userName: string;
  state: UserState;
};

/** Step: the invitation with its device and user, all three rows locked; user first, as every verb does (I6, I11). */
export async function lockInvitation(tx: Tx, by: { id: string } | { tokenHash: string }): Promise<LockedInvitation | null> {
  const where = "id" in by ? { id: by.id } : { tokenHash: by.tokenHash };
  const found = await tx.invitation.findUnique({ where, select: { id: true, device: { select: { id: true, userId: true } } } });
  if (!found) return null;
  await tx.$queryRaw`SELECT 1 AS locked FROM "user" WHERE id = ${found.device.userId}::uuid FOR UPDATE`;
  await tx.$queryRaw`SELECT 1 AS locked FROM device WHERE id = ${found.device.id}::uuid FOR UPDATE`;
  await tx.$queryRaw`SELECT 1 AS locked FROM invitation WHERE id = ${found.id}::uuid FOR UPDATE`;
  return readInvitation(tx, found.id);
}

/** The invitation with what its page shows. */
export async function readInvitation(tx: Tx, id: string): Promise<LockedInvitation | null> {
  const row = await tx.invitation.findUnique({ where: { id }, include: { device: { include: { user: true } } } });
  if (!row) return null;
  const { device } = row;
  return {
    id: row.id,
    kind: row.kind,
    deviceId: row.deviceId,
    expiresAt: row.expiresAt,
    usedAt: row.usedAt,
    withdrawnAt: row.withdrawnAt,
    serial: row.serial,
    deviceName: device.name,
    removedAt: device.removedAt,
    lastNumber: device.lastNumber,
    ipv4: device.ipv4,
    ipv6: device.ipv6,
    userId: device.userId,
    username: device.user.username,
    userName: device.user.name,
    state: device.user.state,
  };
}

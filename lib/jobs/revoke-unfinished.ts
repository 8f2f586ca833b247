import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { db, type Tx } from "@/lib/db/client";
import { revokeCertificates } from "@/lib/pki/revoke-certificates";
import { ifDue, NotDue } from "./not-due";

const PATIENCE = 60_000;

/** A serial that was reserved and never finished may have been signed: it counts as revoked (I3). Its invitation may be used again. */
export async function revokeUnfinished(ctx: Context): Promise<boolean> {
  const unfinished = { der: null, revokedAt: null, reservedAt: { lt: new Date(ctx.now().getTime() - PATIENCE) } };
  const found = await db().certificate.findMany({ where: unfinished, select: { serial: true }, take: 200, orderBy: { serial: "asc" } });
  if (found.length === 0) return false;
  return ifDue(() =>
    commit(ctx, "portal.job", async (tx) => {
      const serials = await whoseInvitationIsFree(
        tx,
        found.map((row) => row.serial),
      );
      await tx.$queryRaw`SELECT 1 AS locked FROM certificate WHERE serial = ANY(${serials}) ORDER BY serial FOR UPDATE`;
      const still = (await tx.certificate.findMany({ where: { ...unfinished, serial: { in: serials } }, select: { serial: true } })).map(
        (row) => row.serial,
      );
      const revoked = await revokeCertificates(tx, ctx, still, "unspecified");
      if (revoked.length === 0) throw new NotDue();
      await tx.invitation.updateMany({ where: { serial: { in: revoked }, usedAt: null }, data: { serial: null } });
      return {
        value: null,
        audit: { action: "certificate.revoke-unfinished", subject: "authority", details: { serials: revoked } },
        nodes: "must see",
      };
    }),
  );
}

/** Invitations before certificates, as whoever uses one has it. One that is in use at this moment is left for the next round. */
async function whoseInvitationIsFree(tx: Tx, serials: readonly string[]): Promise<string[]> {
  const all = [...serials];
  const invited = await tx.$queryRaw<{ serial: string }[]>`SELECT serial FROM invitation WHERE serial = ANY(${all}) ORDER BY id`;
  const free = await tx.$queryRaw<
    { serial: string }[]
  >`SELECT serial FROM invitation WHERE serial = ANY(${all}) ORDER BY id FOR UPDATE SKIP LOCKED`;
  const inUse = new Set(invited.map((row) => row.serial));
  for (const { serial } of free) inUse.delete(serial);
  return all.filter((serial) => !inUse.has(serial));
}

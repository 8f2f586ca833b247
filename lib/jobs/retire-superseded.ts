import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { noteRemovals } from "@/lib/lifecycle/note-removals";
import { tellUsers } from "@/lib/lifecycle/tell-users";
import { clockIsTrusted } from "@/lib/pki/clock";
import { revokeCertificates } from "@/lib/pki/revoke-certificates";
import { lockUsers } from "@/lib/users/lock-user";
import { ifDue, NotDue } from "./not-due";

/**
 * Retires certificates whose renewal was used, or whose overlap with it is over: revoked, no ccd file, VPN session ended, receipts. Those
 * of suspended users too: what is superseded does not come back with the resumption.
 */
export async function retireSuperseded(ctx: Context): Promise<boolean> {
  const over = { overlapEndsAt: { lte: ctx.now() } };
  const found = await db().certificate.findMany({
    where: over,
    select: { serial: true, device: { select: { user: { select: { username: true } } } } },
    orderBy: { overlapEndsAt: "asc" },
    take: 200,
  });
  if (found.length === 0) return false;
  return ifDue(() =>
    commit(ctx, "portal.job", async (tx) => {
      // A clock that jumped ahead would end profiles that nobody has replaced yet, for good.
      if (!(await clockIsTrusted(tx, ctx.now()))) throw new NotDue();
      const names = [...new Set(found.flatMap(({ device }) => (device ? [device.user.username] : [])))];
      await lockUsers(tx, names);
      const serials = found.map(({ serial }) => serial);
      await tx.$queryRaw`SELECT 1 AS locked FROM certificate WHERE serial = ANY(${serials}) ORDER BY serial FOR UPDATE`;
      const still = await tx.certificate.findMany({
        where: { ...over, serial: { in: serials } },
        select: {
          serial: true,
          commonName: true,
          revocation: { select: { serial: true } },
          device: { select: { userId: true, name: true, user: { select: { username: true } } } },
        },
        orderBy: { serial: "asc" },
      });
      if (still.length === 0) throw new NotDue();
      const good = still.filter(({ revocation }) => revocation === null);
      const ours = good.map(({ serial }) => serial);
      await revokeCertificates(tx, ctx, ours, "superseded");
      await tx.certificate.updateMany({ where: { serial: { in: still.map(({ serial }) => serial) } }, data: { overlapEndsAt: null } });
      const told = good.flatMap(({ device, commonName }) =>
        device ? [{ userId: device.userId, device: device.name, commonName, reason: "superseded" }] : [],
      );
      await tellUsers(tx, ctx, "revoked", told);
      const users = [...new Set(good.flatMap(({ device }) => (device ? [device.user.username] : [])))].sort();
      const [one, another] = users;
      return {
        value: null,
        audit: {
          action: "certificate.retire",
          subject: one && !another ? `user ${one}` : "authority",
          details: { users, commonNames: good.map(({ commonName }) => commonName).sort(), serials: ours },
        },
        nodes: "must see",
        atRevision: (later, revision) => noteRemovals(later, ctx, ours, "superseded", revision),
      };
    }),
  );
}

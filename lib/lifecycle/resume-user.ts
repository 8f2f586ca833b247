import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { lockUser, type LockedUser } from "@/lib/users/lock-user";
import { refuseAny, sortOut, type UsersStep } from "./users-step";

export type Resumed = { username: string; commonNames: string[] };

/**
 * Step: what the suspension took out is admitted again, with the same pairs; what was revoked or had ended before stays out. A node that
 * never heard of the suspension owes no receipt for it any more: its bundle admits the name and cannot remove it as well.
 */
export async function resumeUsers(tx: Tx, _ctx: Context, users: readonly LockedUser[]): Promise<UsersStep & { commonNames: string[] }> {
  const { may, refused } = sortOut(users, "resume");
  const ids = may.map(({ id }) => id);
  const held = await tx.$queryRaw<{ serial: string; common_name: string }[]>`
    SELECT serial, common_name FROM certificate c
    WHERE device_id IN (SELECT id FROM device WHERE user_id = ANY(${ids}::uuid[]) AND removed_at IS NULL)
      AND EXISTS (SELECT 1 FROM removal r WHERE r.serial = c.serial AND r.revision = c.removal_revision AND r.cause = 'suspended')
      AND NOT EXISTS (SELECT 1 FROM revocation v WHERE v.serial = c.serial)
    ORDER BY serial FOR UPDATE OF c`;
  await tx.user.updateMany({ where: { id: { in: ids } }, data: { state: "active", suspendedAt: null } });
  const serials = held.map(({ serial }) => serial);
  const commonNames = held.map((row) => row.common_name).sort();
  return {
    done: may.map(({ username }) => username),
    refused,
    commonNames,
    details: { commonNames },
    atRevision: async (later, revision) => {
      await later.removal.updateMany({ where: { serial: { in: serials }, endRevision: null }, data: { endRevision: revision } });
      await later.certificate.updateMany({ where: { serial: { in: serials } }, data: { revision, removalRevision: null } });
    },
  };
}

/** Lets somebody in again who was suspended, with the profiles that they have. */
export function resumeUser(ctx: Context, username: string): Promise<Committed<Resumed>> {
  return commit(ctx, "users.write", async (tx) => {
    const step = await resumeUsers(tx, ctx, [await lockUser(tx, username)]);
    refuseAny(step);
    const value = { username, commonNames: step.commonNames };
    return {
      value,
      answer: (revision) => ({ ...value, revision: revision.toString() }),
      audit: { action: "user.resume", subject: `user ${username}`, details: step.details },
      nodes: "must see",
      atRevision: step.atRevision,
    };
  });
}

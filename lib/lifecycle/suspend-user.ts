import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { lockUser, type LockedUser } from "@/lib/users/lock-user";
import { noteRemovals } from "./note-removals";
import { refuseAny, sortOut, type UsersStep } from "./users-step";

export type Suspended = { username: string; commonNames: string[] };

/**
 * Step: nobody of them is admitted until they are resumed. The way of an offboarding (I6): no ccd file, every VPN session ends, receipts.
 * Nothing is revoked, pairs stay. A profile that is being made meanwhile is not finished; an open invitation waits for the resumption.
 */
export async function suspendUsers(tx: Tx, ctx: Context, users: readonly LockedUser[]): Promise<UsersStep & { commonNames: string[] }> {
  const { may, refused } = sortOut(users, "suspend");
  const ids = may.map(({ id }) => id);
  // By serial, as whoever ends or retires one has it.
  const admitted = await tx.$queryRaw<{ serial: string; common_name: string }[]>`
    SELECT serial, common_name FROM certificate
    WHERE device_id IN (SELECT id FROM device WHERE user_id = ANY(${ids}::uuid[])) AND revision IS NOT NULL AND removal_revision IS NULL
    ORDER BY serial FOR UPDATE`;
  await tx.user.updateMany({ where: { id: { in: ids } }, data: { state: "suspended", suspendedAt: ctx.now() } });
  const serials = admitted.map(({ serial }) => serial);
  const commonNames = admitted.map((row) => row.common_name).sort();
  return {
    done: may.map(({ username }) => username),
    refused,
    commonNames,
    details: { commonNames },
    atRevision: (later, revision) => noteRemovals(later, ctx, serials, "suspended", revision),
  };
}

/** Keeps somebody out until they are resumed; they keep devices, pairs and certificates. */
export function suspendUser(ctx: Context, username: string): Promise<Committed<Suspended>> {
  return commit(ctx, "users.write", async (tx) => {
    const step = await suspendUsers(tx, ctx, [await lockUser(tx, username)]);
    refuseAny(step);
    const value = { username, commonNames: step.commonNames };
    return {
      value,
      answer: (revision) => ({ ...value, revision: revision.toString() }),
      audit: { action: "user.suspend", subject: `user ${username}`, details: step.details },
      nodes: "must see",
      atRevision: step.atRevision,
    };
  });
}

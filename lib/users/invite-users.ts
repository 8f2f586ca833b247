import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import type { LockedUser } from "./lock-user";
import { makeInvitations, type MadeInvitation } from "./make-invitation";
import { whyNot } from "./why-not";

export type UserInvitation = MadeInvitation & {
  username: string;
  userName: string;
  email: string | null;
  deviceId: string;
  device: string;
};
export type InvitedUsers = {
  done: string[];
  refused: { username: string; sentence: string }[];
  /** Each with its token, which is nowhere else. */
  invitations: UserInvitation[];
  details: Record<string, unknown>;
};

/**
 * Step: a new link for each of these users' devices that has no profile yet; an open older one is withdrawn. Nodes need not see it. The
 * caller has the users' rows locked.
 */
export async function inviteUsers(tx: Tx, ctx: Context, users: readonly LockedUser[]): Promise<InvitedUsers> {
  const able = users.filter((user) => whyNot(user, "invite") === null);
  const ids = able.map(({ id }) => id);
  const waiting = await tx.$queryRaw<{ id: string; name: string; userId: string }[]>`
    SELECT id, name, user_id AS "userId" FROM device d
    WHERE user_id = ANY(${ids}::uuid[]) AND removed_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM certificate c LEFT JOIN revocation v ON v.serial = c.serial
      WHERE c.device_id = d.id AND c.removal_revision IS NULL AND v.serial IS NULL)
    ORDER BY id FOR UPDATE OF d`;
  const made = await makeInvitations(
    tx,
    ctx,
    waiting.map(({ id }) => id),
  );
  const byUser = new Map(able.map((user) => [user.id, user]));
  const byDevice = new Map(waiting.map((device) => [device.id, device]));
  const invitations = made.flatMap((one): UserInvitation[] => {
    const device = byDevice.get(one.deviceId);
    const user = device && byUser.get(device.userId);
    return user ? [{ ...one, device: device.name, username: user.username, userName: user.name, email: user.email }] : [];
  });
  const invited = new Set(invitations.map(({ username }) => username));
  return {
    done: users.flatMap(({ username }) => (invited.has(username) ? [username] : [])),
    refused: users.flatMap((user) =>
      invited.has(user.username)
        ? []
        : [
            {
              username: user.username,
              sentence: whyNot(user, "invite") ?? `${user.username} has no device that waits for a profile. Add a device, or renew one.`,
            },
          ],
    ),
    invitations,
    details: { invitations: invitations.map(({ id, username, device }) => `${username}.${device}: ${id}`) },
  };
}

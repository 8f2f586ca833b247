import { z } from "zod";
import { endAccountsOf } from "@/lib/accounts/end-account";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { lockUser, type LockedUser } from "@/lib/users/lock-user";
import { onlyAnAdmin } from "@/lib/users/only-an-admin";
import { cutOffDevices } from "./cut-off-device";
import { tellUsers } from "./tell-users";
import { refuseAny, sortOut, type UsersStep } from "./users-step";

export const OffboardBody = z.strictObject({ confirm: z.string({ error: "Type the username to confirm." }) });

export type Offboarded = { username: string; devices: number; commonNames: string[] };

/**
 * Step: ends these people's access everywhere: both barriers, every VPN session, and a receipt from each node (I6), with one CRL for all
 * of them. Whoever of them has an account is signed out of the portal as well.
 */
export async function offboardUsers(
  tx: Tx,
  ctx: Context,
  users: readonly LockedUser[],
): Promise<UsersStep & { commonNames: string[]; devices: number }> {
  const sorted = sortOut(users, "offboard");
  const accounts = await endAccountsOf(
    tx,
    ctx,
    sorted.may.map(({ id }) => id),
  );
  const barred = new Set(accounts.flatMap(({ userId, ended }) => (ended === "kept: for an admin to end" ? [userId] : [])));
  const may = sorted.may.filter(({ id }) => !barred.has(id));
  const not = sorted.may.filter(({ id }) => barred.has(id));
  const refused = [
    ...sorted.refused,
    ...not.map(({ username }) => ({ username, sentence: onlyAnAdmin(username), code: "forbidden" as const })),
  ];
  const ids = may.map(({ id }) => id);
  const devices = await tx.device.findMany({
    where: { userId: { in: ids }, removedAt: null },
    select: { id: true, userId: true, name: true },
  });
  const cut = await cutOffDevices(
    tx,
    ctx,
    devices.map((device) => device.id),
    "cessationOfOperation",
    "offboarded",
  );
  const offboardedAt = ctx.now();
  await tx.user.updateMany({ where: { id: { in: ids } }, data: { state: "offboarded", offboardedAt, suspendedAt: null, leavesAt: null } });
  const byId = new Map(devices.map((device) => [device.id, device]));
  const told = cut.profiles.flatMap(({ deviceId, commonName }) => {
    const device = byId.get(deviceId);
    return device ? [{ userId: device.userId, device: device.name, commonName, reason: "cessationOfOperation" }] : [];
  });
  await tellUsers(tx, ctx, "revoked", told);
  return {
    done: may.map(({ username }) => username),
    refused,
    commonNames: cut.commonNames,
    devices: devices.length,
    details: {
      devices: devices.map((device) => device.name).sort(),
      serials: cut.serials,
      ...(accounts.length > barred.size
        ? { accounts: accounts.filter(({ userId }) => !barred.has(userId)).map(({ email, ended }) => `${email}: ${ended}`) }
        : {}),
    },
    atRevision: async (later, revision) => {
      await later.user.updateMany({ where: { id: { in: ids } }, data: { offboardRevision: revision } });
      await cut.atRevision(later, revision);
    },
  };
}

/** Ends a person's access for good. Asks for the username. */
export function offboardUser(ctx: Context, username: string, body: z.output<typeof OffboardBody>): Promise<Committed<Offboarded>> {
  return commit(ctx, "users.write", async (tx) => {
    const user = await lockUser(tx, username);
    if (body.confirm !== user.username) refuse("invalid", `Type the username ${user.username} to confirm.`, "confirm");
    const step = await offboardUsers(tx, ctx, [user]);
    refuseAny(step);
    const value = { username, devices: step.devices, commonNames: step.commonNames };
    return {
      value,
      answer: (revision) => ({ ...value, revision: revision.toString() }),
      audit: { action: "user.offboard", subject: `user ${username}`, details: step.details },
      nodes: "must see",
      atRevision: step.atRevision,
    };
  });
}

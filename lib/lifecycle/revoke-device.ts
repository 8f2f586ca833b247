import { z } from "zod";
import type { RemovalCause } from "@/generated/prisma/client";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { lockUserOfDevice } from "@/lib/users/lock-user";
import { cutOffDevices } from "./cut-off-device";
import { tellUsers } from "./tell-users";

export const DEVICE_REASONS = [
  "unspecified",
  "keyCompromise",
  "affiliationChanged",
  "superseded",
  "cessationOfOperation",
  "privilegeWithdrawn",
] as const;
type Reason = (typeof DEVICE_REASONS)[number];
export const RevokeDeviceBody = z.strictObject({
  reason: z.enum(DEVICE_REASONS, { error: `The reason must be one of ${DEVICE_REASONS.join(", ")}.` }),
});

export type Revoked = { device: string; commonNames: string[] };

/** Takes one device's access away, for ever; its user keeps the others. */
export function revokeDevice(ctx: Context, deviceId: string, body: z.output<typeof RevokeDeviceBody>): Promise<Committed<Revoked>> {
  return end(ctx, deviceId, { action: "device.revoke", reason: body.reason, cause: "revoked" });
}

/** Somebody else may have the device and its key: revoked at once as keyCompromise. Its page says what comes next. */
export function loseDevice(ctx: Context, deviceId: string): Promise<Committed<Revoked>> {
  return end(ctx, deviceId, { action: "device.lost", reason: "keyCompromise", cause: "lost" });
}

function end(
  ctx: Context,
  deviceId: string,
  { action, reason, cause }: { action: string; reason: Reason; cause: RemovalCause },
): Promise<Committed<Revoked>> {
  return commit(ctx, "devices.write", async (tx) => {
    const user = await lockUserOfDevice(tx, deviceId);
    const device = await tx.device.findUniqueOrThrow({ where: { id: deviceId } });
    if (device.removedAt) refuse("state", `The device ${device.name} of ${user.username} was revoked already.`);
    const cut = await cutOffDevices(tx, ctx, [deviceId], reason, cause);
    await tellUsers(
      tx,
      ctx,
      "revoked",
      cut.profiles.map(({ commonName }) => ({ userId: user.id, device: device.name, commonName, reason })),
    );
    const value = { device: device.name, commonNames: cut.commonNames };
    return {
      value,
      answer: (revision) => ({ ...value, revision: revision.toString() }),
      audit: { action, subject: `user ${user.username}`, details: { device: device.name, reason, serials: cut.serials } },
      nodes: "must see",
      atRevision: cut.atRevision,
    };
  });
}

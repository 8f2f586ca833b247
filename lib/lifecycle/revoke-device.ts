import { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { lockUserOfDevice } from "@/lib/users/lock-user";
import { cutOffDevices } from "./cut-off-device";

export const DEVICE_REASONS = [
  "unspecified",
  "keyCompromise",
  "affiliationChanged",
  "superseded",
  "cessationOfOperation",
  "privilegeWithdrawn",
] as const;
export const RevokeDeviceBody = z.strictObject({
  reason: z.enum(DEVICE_REASONS, { error: `The reason must be one of ${DEVICE_REASONS.join(", ")}.` }),
});

/** Takes one device's access away, for ever; its user keeps the others. */
export function revokeDevice(
  ctx: Context,
  deviceId: string,
  body: z.output<typeof RevokeDeviceBody>,
): Promise<Committed<{ device: string; commonNames: string[] }>> {
  return commit(ctx, "devices.write", async (tx) => {
    const user = await lockUserOfDevice(tx, deviceId);
    const device = await tx.device.findUniqueOrThrow({ where: { id: deviceId } });
    if (device.removedAt) refuse("state", `The device ${device.name} of ${user.username} was revoked already.`);
    const cut = await cutOffDevices(tx, ctx, [deviceId], body.reason);
    const value = { device: device.name, commonNames: cut.commonNames };
    return {
      value,
      answer: (revision) => ({ ...value, revision: revision.toString() }),
      audit: {
        action: "device.revoke",
        subject: `user ${user.username}`,
        details: { device: device.name, reason: body.reason, serials: cut.serials },
      },
      nodes: "must see",
      atRevision: cut.atRevision,
    };
  });
}

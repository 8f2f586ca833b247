import type { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { lockUserOfDevice } from "./lock-user";
import { mailInvitation, type InviteBody } from "./mail-invitation";
import { makeInvitation, type MadeInvitation } from "./make-invitation";
import { whyNot } from "./why-not";

/** A new link for a device, mailed to its user where that is asked for; an open older one is withdrawn. */
export function invite(
  ctx: Context,
  deviceId: string,
  { mail }: z.output<typeof InviteBody> = { mail: false },
): Promise<Committed<MadeInvitation>> {
  return commit(ctx, "invitations.write", async (tx) => {
    const user = await lockUserOfDevice(tx, deviceId);
    const reason = whyNot(user, "invite");
    if (reason) refuse("state", reason);
    const device = await tx.device.findUniqueOrThrow({ where: { id: deviceId } });
    if (device.removedAt) refuse("state", `The device ${device.name} was removed. Add a new device instead.`);
    const live = await tx.certificate.findFirst({ where: { deviceId, removalRevision: null, revocation: null } });
    if (live)
      refuse("state", `The device ${device.name} has a profile already (${live.commonName}). Renew it instead, or add another device.`);
    const invitation = await makeInvitation(tx, ctx, deviceId);
    if (mail) await mailInvitation(tx, ctx, user, device.name, invitation);
    return {
      value: invitation,
      answer: { id: invitation.id, expiresAt: invitation.expiresAt.toISOString(), mailed: mail },
      audit: {
        action: "invitation.make",
        subject: `user ${user.username}`,
        details: {
          device: device.name,
          invitation: invitation.id,
          expiresAt: invitation.expiresAt,
          ...(mail ? { mailed: user.email } : {}),
        },
      },
      nodes: "need not",
    };
  });
}

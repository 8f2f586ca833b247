import type { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { lockUserOfDevice } from "@/lib/users/lock-user";
import { mailInvitation, type InviteBody } from "@/lib/users/mail-invitation";
import { makeInvitation, type MadeInvitation } from "@/lib/users/make-invitation";
import { whyNot } from "@/lib/users/why-not";

/**
 * A link that makes the device's next profile, with the same pair, mailed to its user where that is asked for. The one in use stays good beside it for a while; the job
 * retire-superseded ends it.
 */
export function renewDevice(
  ctx: Context,
  deviceId: string,
  { mail }: z.output<typeof InviteBody> = { mail: false },
): Promise<Committed<MadeInvitation>> {
  return commit(ctx, "invitations.write", async (tx) => {
    const user = await lockUserOfDevice(tx, deviceId);
    const reason = whyNot(user, "renew");
    if (reason) refuse("state", reason);
    const device = await tx.device.findUniqueOrThrow({ where: { id: deviceId } });
    if (device.removedAt) refuse("state", `The device ${device.name} was revoked. Add a new device instead.`);
    const issued = await tx.certificate.findFirst({ where: { deviceId, der: { not: null } }, select: { serial: true } });
    if (!issued) refuse("state", `The device ${device.name} has no profile yet. Invite ${user.name} again instead.`);
    const invitation = await makeInvitation(tx, ctx, deviceId, "renewal");
    if (mail) await mailInvitation(tx, ctx, user, device.name, invitation, "renewal");
    return {
      value: invitation,
      answer: { id: invitation.id, expiresAt: invitation.expiresAt.toISOString(), mailed: mail },
      audit: {
        action: "device.renew",
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

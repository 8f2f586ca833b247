import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { lockInvitation } from "./lock-invitation";

/** Makes an open link useless. */
export function withdrawInvitation(ctx: Context, id: string): Promise<Committed<{ id: string }>> {
  return commit(ctx, "invitations.write", async (tx) => {
    const invitation = await lockInvitation(tx, { id });
    if (!invitation) refuse("missing", "There is no such invitation.");
    if (invitation.usedAt || invitation.serial)
      refuse("state", "This invitation was used already. Revoke the device to take its profile back.");
    if (invitation.withdrawnAt) refuse("state", "This invitation was withdrawn already.");
    await tx.invitation.update({ where: { id }, data: { withdrawnAt: ctx.now() } });
    return {
      value: { id },
      audit: {
        action: "invitation.withdraw",
        subject: `user ${invitation.username}`,
        details: { device: invitation.deviceName, invitation: id },
      },
      nodes: "need not",
    };
  });
}

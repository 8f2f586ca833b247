import { z } from "zod";
import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { queueMail } from "@/lib/mail/queue-mail";
import { refuse } from "@/lib/refusal";
import { invitationLink } from "./invitation-link";
import type { MadeInvitation } from "./make-invitation";

/** Whether the link is mailed to its user as well. */
export const mailIt = z.boolean({ error: "mail must be true or false." }).default(false);
export const InviteBody = z.strictObject({ mail: mailIt });

type Whose = { name: string; email: string | null };

/** Step: queues the mail that brings a link to its user, or refuses where there is no way to them: nobody thinks that they were told. */
export async function mailInvitation(
  tx: Tx,
  ctx: Context,
  user: Whose,
  device: string,
  invitation: MadeInvitation,
  purpose: "first" | "renewal" = "first",
): Promise<void> {
  const to = user.email ?? refuse("state", `${user.name} has no e-mail address. Add one, or send the link yourself.`, "mail");
  const { name: clusterName } = await tx.cluster.findUniqueOrThrow({ where: { id: 1 }, select: { name: true } });
  const link = invitationLink(invitation.token);
  const expiresAt = invitation.expiresAt.toISOString();
  const said = await queueMail(tx, ctx, { kind: "invitation", to, userName: user.name, device, clusterName, link, expiresAt, purpose });
  if (said !== "queued") refuse("state", "No mail server is set. Set one in the settings, or send the link yourself.", "mail");
}

import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { invitationLink } from "@/lib/users/invitation-link";
import { makeInvitations } from "@/lib/users/make-invitation";

export type Link = { deviceId: string; link: string; expiresAt: Date };

/** Step: a link for each device; whatever was open for one is withdrawn. The callers have its users locked. */
export async function makeLinksFor(tx: Tx, ctx: Context, deviceIds: readonly string[], reminder = false): Promise<Link[]> {
  const made = await makeInvitations(tx, ctx, deviceIds, "first", reminder);
  return made.map(({ deviceId, token, expiresAt }) => ({ deviceId, link: invitationLink(token), expiresAt }));
}

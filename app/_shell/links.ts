import { invitationLink } from "@/lib/users/invitation-link";

/** What the answer says of an invitation, once: a repeated answer has no link. */
export function linkFor(invitation: { id: string; token: string; expiresAt: Date }, mailed: boolean) {
  const { id, token, expiresAt } = invitation;
  return { id, link: invitationLink(token), expiresAt, mailed };
}

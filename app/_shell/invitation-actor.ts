import type { Actor } from "@/lib/core/context";
import { findInvitation } from "@/lib/lifecycle/use-invitation";
import { whyInvitationIsNoGood } from "@/lib/users/invitation";
import { refuse } from "@/lib/refusal";

/** Who acts by an invitation's link: the token is in the body, never in a path. */
export async function invitationActor(_request: Request, body: { token: string }): Promise<Actor> {
  const found = await findInvitation(body.token);
  return found
    ? { kind: "invitation", id: found.id }
    : refuse("gone", whyInvitationIsNoGood(null, new Date()) ?? "There is no such invitation.");
}

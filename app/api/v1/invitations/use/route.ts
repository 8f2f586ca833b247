import { invitationActor } from "@/app/_shell/invitation-actor";
import { route } from "@/app/_shell/route";
import { readIssued } from "@/lib/lifecycle/read-issued";
import { useInvitation, UseInvitationBody } from "@/lib/lifecycle/use-invitation";

export const POST = route({ as: invitationActor, body: UseInvitationBody, limit: 32 * 1024, status: 201 }, async ({ ctx, body }) => {
  const { serial } = await useInvitation(ctx, body);
  return readIssued(ctx, serial);
});

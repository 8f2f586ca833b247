import { z } from "zod";
import { invitationActor } from "@/app/_shell/invitation-actor";
import { route } from "@/app/_shell/route";
import { lookAtInvitation } from "@/lib/lifecycle/look-at-invitation";
import { invitationToken } from "@/lib/lifecycle/use-invitation";

const body = z.strictObject({ token: invitationToken });

const answer = z.object({
  kind: z.enum(["first", "renewal"]),
  clusterName: z.string(),
  userName: z.string(),
  username: z.string(),
  device: z.string(),
  commonName: z.string(),
  ipv4: z.string(),
  ipv6: z.string(),
  expiresAt: z.iso.datetime(),
  nodes: z.int(),
});

export const POST = route({ as: invitationActor, summary: "Read what an invitation is for; changes nothing", body, answer }, ({ ctx }) =>
  lookAtInvitation(ctx),
);

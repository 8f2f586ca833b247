import { z } from "zod";
import { invitationActor } from "@/app/_shell/invitation-actor";
import { route } from "@/app/_shell/route";
import { readInvitationReadiness } from "@/lib/lifecycle/read-issued";
import { invitationToken } from "@/lib/lifecycle/use-invitation";

const body = z.strictObject({ token: invitationToken });

const answer = z.object({ ready: z.int(), total: z.int(), nodes: z.array(z.object({ name: z.string(), ready: z.boolean() })) });

export const POST = route({ as: invitationActor, summary: "Read on how many nodes the new profile works", body, answer }, ({ ctx }) =>
  readInvitationReadiness(ctx),
);

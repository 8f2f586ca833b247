import { z } from "zod";
import { invitationActor } from "@/app/_shell/invitation-actor";
import { route } from "@/app/_shell/route";
import { readInvitationReadiness } from "@/lib/lifecycle/read-issued";
import { invitationToken } from "@/lib/lifecycle/use-invitation";

const body = z.strictObject({ token: invitationToken });

export const POST = route({ as: invitationActor, body }, ({ ctx }) => readInvitationReadiness(ctx));

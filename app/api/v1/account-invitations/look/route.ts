import { z } from "zod";
import { route } from "@/app/_shell/route";
import { joinToken, lookAtAccountInvitation, newcomer } from "@/lib/accounts/accept-account-invitation";
import { ROLES } from "@/lib/accounts/role";

const body = z.strictObject({ token: joinToken });
const answer = z.object({ email: z.string(), role: z.enum(ROLES), clusterName: z.string(), expiresAt: z.iso.datetime() });

export const POST = route(
  {
    as: (_request, { token }) => newcomer(token, new Date()),
    summary: "Say what an account invitation is for; changes nothing",
    body,
    answer,
  },
  ({ ctx }) => lookAtAccountInvitation(ctx),
);

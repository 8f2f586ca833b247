import { z } from "zod";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { withdrawAccountInvitation } from "@/lib/accounts/withdraw-account-invitation";

export const DELETE = route(
  { as: "account", summary: "Withdraw an account invitation: its link stops working", answer: z.object({ id: z.uuid() }) },
  async ({ ctx, params }) => (await withdrawAccountInvitation(ctx, idParam(params.id, "account invitation"))).value,
);

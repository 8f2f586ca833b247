import { z } from "zod";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { withdrawInvitation } from "@/lib/users/withdraw-invitation";

export const DELETE = route(
  { as: "account", summary: "Withdraw an open invitation", answer: z.object({ id: z.uuid() }) },
  async ({ ctx, params }) => (await withdrawInvitation(ctx, idParam(params.id, "invitation"))).value,
);

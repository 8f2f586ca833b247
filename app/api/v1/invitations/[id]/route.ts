import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { withdrawInvitation } from "@/lib/users/withdraw-invitation";

export const DELETE = route(
  { as: "account" },
  async ({ ctx, params }) => (await withdrawInvitation(ctx, idParam(params.id, "invitation"))).value,
);

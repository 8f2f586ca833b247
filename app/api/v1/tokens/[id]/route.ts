import { z } from "zod";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { revokeToken } from "@/lib/accounts/revoke-token";

export const DELETE = route(
  { as: "account", summary: "Revoke an API token: its next request is refused", answer: z.object({ id: z.uuid() }) },
  async ({ ctx, params }) => (await revokeToken(ctx, idParam(params.id, "API token"))).value,
);

import { z } from "zod";
import { route } from "@/app/_shell/route";
import { SETUP_LINK_IS_NO_GOOD, setupTokenIsGood } from "@/lib/lifecycle/set-up";
import { refuse } from "@/lib/refusal";

export const POST = route({ as: "anyone", body: z.strictObject({ token: z.string().max(200) }) }, async ({ ctx, body }) => {
  if (!(await setupTokenIsGood(body.token, ctx.now()))) refuse("gone", SETUP_LINK_IS_NO_GOOD);
});

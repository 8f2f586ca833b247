import { z } from "zod";
import { NoAnswer } from "@/app/_shell/no-answer";
import { route } from "@/app/_shell/route";
import { SETUP_LINK_IS_NO_GOOD, setupTokenIsGood } from "@/lib/lifecycle/set-up";
import { refuse } from "@/lib/refusal";

const body = z.strictObject({ token: z.string().max(200) });

export const POST = route(
  { as: "anyone", summary: "Say whether a setup link is still good", body, answer: NoAnswer },
  async ({ ctx, body: { token } }) => {
    if (!(await setupTokenIsGood(token, ctx.now()))) refuse("gone", SETUP_LINK_IS_NO_GOOD);
  },
);

import { route } from "@/app/_shell/route";
import { changePassword, ChangePasswordBody } from "@/lib/accounts/change-password";
import { currentSignInSession } from "@/lib/accounts/current-actor";
import { EndedAnswer } from "../../accounts/shapes";

export const PUT = route(
  { as: "person", summary: "Change one's own password; other sign-in sessions end", body: ChangePasswordBody, answer: EndedAnswer },
  async ({ ctx, body, request }) => changePassword(ctx, body, await currentSignInSession(request.headers)),
);

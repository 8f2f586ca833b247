import { route } from "@/app/_shell/route";
import { endSignInSession } from "@/lib/accounts/end-sign-in-sessions";
import { EndedAnswer } from "../../../accounts/shapes";
import { ownAccount } from "../../own-account";

export const DELETE = route(
  { as: "person", summary: "End one of one's own sign-in sessions", answer: EndedAnswer },
  async ({ ctx, params }) => (await endSignInSession(ctx, ownAccount(ctx).id, params.session ?? "")).value,
);

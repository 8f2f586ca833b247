import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { endSignInSession } from "@/lib/accounts/end-sign-in-sessions";
import { EndedAnswer } from "../../../shapes";

export const DELETE = route(
  { as: "account", summary: "End one sign-in session of an account", answer: EndedAnswer },
  async ({ ctx, params }) => (await endSignInSession(ctx, idParam(params.id, "account"), params.session ?? "")).value,
);

import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { endSignInSessions } from "@/lib/accounts/end-sign-in-sessions";
import { listSignInSessions } from "@/lib/accounts/read-account";
import { EndedAnswer, SignInSessionsAnswer } from "../../shapes";

export const GET = route(
  { as: "account", summary: "List where an account is signed in", answer: SignInSessionsAnswer },
  ({ ctx, params }) => listSignInSessions(ctx, idParam(params.id, "account")),
);

export const DELETE = route(
  { as: "account", summary: "End all sign-in sessions of an account", answer: EndedAnswer },
  async ({ ctx, params }) => (await endSignInSessions(ctx, idParam(params.id, "account"), null)).value,
);

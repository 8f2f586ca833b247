import { route } from "@/app/_shell/route";
import { currentSignInSession } from "@/lib/accounts/current-actor";
import { endSignInSessions } from "@/lib/accounts/end-sign-in-sessions";
import { listSignInSessions } from "@/lib/accounts/read-account";
import { EndedAnswer, OwnSignInSessionsAnswer } from "../../accounts/shapes";
import { ownAccount } from "../own-account";

export const GET = route(
  { as: "person", summary: "List where one is signed in", answer: OwnSignInSessionsAnswer },
  async ({ ctx, request }) => {
    const current = await currentSignInSession(request.headers);
    return (await listSignInSessions(ctx, ownAccount(ctx).id)).map((session) => ({ ...session, current: session.id === current }));
  },
);

export const DELETE = route(
  { as: "person", summary: "End one's other sign-in sessions", answer: EndedAnswer },
  async ({ ctx, request }) => (await endSignInSessions(ctx, ownAccount(ctx).id, await currentSignInSession(request.headers))).value,
);

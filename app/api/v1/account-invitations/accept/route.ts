import { z } from "zod";
import { route } from "@/app/_shell/route";
import { acceptAccountInvitation, AcceptBody, newcomer } from "@/lib/accounts/accept-account-invitation";
import { auth } from "@/lib/accounts/auth";

export const POST = route(
  {
    as: (_request, { token }) => newcomer(token, new Date()),
    summary: "Make the account that an invitation offers, and sign in to it",
    body: AcceptBody,
    answer: z.object({}),
    status: 201,
  },
  async ({ ctx, body, request }) => {
    const { email } = await acceptAccountInvitation(ctx, body);
    // The sign-in session notes where it came from: what the nearest proxy says, not what the client may have made up.
    const forwarded = new Headers(request.headers);
    if (ctx.source) forwarded.set("x-forwarded-for", ctx.source);
    const { headers } = await auth().api.signInEmail({
      body: { email, password: body.password },
      headers: forwarded,
      returnHeaders: true,
    });
    const cookies = headers.getSetCookie().map((cookie): [string, string] => ["set-cookie", cookie]);
    return new Response("{}", { status: 201, headers: [["content-type", "application/json"], ["cache-control", "no-store"], ...cookies] });
  },
);

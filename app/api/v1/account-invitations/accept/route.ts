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
    const { headers } = await auth().api.signInEmail({
      body: { email, password: body.password },
      headers: request.headers,
      returnHeaders: true,
    });
    const cookies = headers.getSetCookie().map((cookie): [string, string] => ["set-cookie", cookie]);
    return new Response("{}", { status: 201, headers: [["content-type", "application/json"], ["cache-control", "no-store"], ...cookies] });
  },
);

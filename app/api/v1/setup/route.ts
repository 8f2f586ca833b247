import { NoAnswer } from "@/app/_shell/no-answer";
import { route } from "@/app/_shell/route";
import { auth } from "@/lib/accounts/auth";
import { setUp, SetUpBody } from "@/lib/lifecycle/set-up";

export const POST = route(
  {
    as: async () => ({ kind: "setup" }),
    summary: "Set the cluster up: admin, authority, pool, keys; once",
    body: SetUpBody,
    answer: NoAnswer,
    status: 201,
  },
  async ({ ctx, body, request }) => {
    await setUp(ctx, body);
    const { email, password } = body.admin;
    const { headers } = await auth().api.signInEmail({ body: { email, password }, headers: request.headers, returnHeaders: true });
    const cookies = headers.getSetCookie().map((cookie): [string, string] => ["set-cookie", cookie]);
    return new Response("{}", { status: 201, headers: [["content-type", "application/json"], ["cache-control", "no-store"], ...cookies] });
  },
);

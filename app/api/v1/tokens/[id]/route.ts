import { z } from "zod";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { readToken } from "@/lib/accounts/read-token";
import { revokeToken } from "@/lib/accounts/revoke-token";
import { refuse } from "@/lib/refusal";
import { TokenAnswer } from "../../accounts/shapes";

export const GET = route(
  { as: "account", summary: "Read one API token, without its secret", answer: TokenAnswer },
  async ({ ctx, params }) => (await readToken(ctx, idParam(params.id, "API token"))) ?? refuse("missing", "There is no such API token."),
);

export const DELETE = route(
  { as: "account", summary: "Revoke an API token: its next request is refused", answer: z.object({ id: z.uuid() }) },
  async ({ ctx, params }) => (await revokeToken(ctx, idParam(params.id, "API token"))).value,
);

import { z } from "zod";
import { route } from "@/app/_shell/route";
import { createToken, CreateTokenBody } from "@/lib/accounts/create-token";
import { listTokens } from "@/lib/accounts/list-tokens";
import { ROLES } from "@/lib/accounts/role";
import { cursorQuery, TokensAnswer } from "../accounts/shapes";

const answer = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(ROLES),
  /** Shown once: a repeated answer to the same Idempotency-Key leaves it out. */
  token: z.string().optional(),
  expiresAt: z.iso.datetime().nullable(),
});

export const GET = route(
  { as: "account", summary: "List API tokens, the newest first, without their secrets", query: cursorQuery, answer: TokensAnswer },
  ({ ctx, query }) => listTokens(ctx, query),
);

export const POST = route(
  { as: "account", summary: "Create an API token, which is shown once", body: CreateTokenBody, answer, status: 201 },
  async ({ ctx, body }) => (await createToken(ctx, body)).value,
);

import { hashToken, TOKEN_PATTERN } from "@/lib/core/token";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { findToken, type TokenActor } from "./find-token";

/** When a token was last used is written down at most this often. */
const MINUTE = 60_000;

/**
 * The program whose API token the request carries: Authorization: Bearer … It is looked up each time, with the role of whoever made it,
 * so that a revoked one is cut off at once and a demoted admin's program with them.
 */
export async function apiTokenActor(request: Request, source: string | null): Promise<TokenActor> {
  const token = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  const now = new Date();
  const found = token && TOKEN_PATTERN.test(token) ? await findToken({ tokenHash: hashToken(token) }, now) : null;
  if (!found)
    refuse(
      "signed-out",
      "This API token is not good: it was revoked, has expired, was cut off, or whoever made it has no account any more. Ask an admin for a new one.",
    );
  const { actor, lastUsedAt } = found;
  if (!lastUsedAt || now.getTime() - lastUsedAt.getTime() >= MINUTE)
    await db().$executeRaw`
      UPDATE api_token SET last_used_at = ${now}, last_source = ${source}
      WHERE id = ${actor.id}::uuid AND (last_used_at IS NULL OR last_used_at <= ${new Date(now.getTime() - MINUTE)})`;
  return actor;
}

import type { Actor } from "@/lib/core/context";
import { hashToken, TOKEN_PATTERN } from "@/lib/core/token";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";

/** When a token was last used is written down at most this often. */
const MINUTE = 60_000;

/** The program whose API token the request carries: Authorization: Bearer … It is looked up each time, so that a revoked one is cut off at once. */
export async function apiTokenActor(request: Request, source: string | null): Promise<Extract<Actor, { kind: "token" }>> {
  const token = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  const row = token && TOKEN_PATTERN.test(token) ? await db().apiToken.findUnique({ where: { tokenHash: hashToken(token) } }) : null;
  const now = new Date();
  if (!row || row.revokedAt || (row.expiresAt && row.expiresAt <= now))
    refuse("signed-out", "This API token is not good: it was revoked, has expired, or was cut off. Ask an admin for a new one.");
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() >= MINUTE)
    await db().$executeRaw`
      UPDATE api_token SET last_used_at = ${now}, last_source = ${source}
      WHERE id = ${row.id}::uuid AND (last_used_at IS NULL OR last_used_at <= ${new Date(now.getTime() - MINUTE)})`;
  return { kind: "token", id: row.id, name: row.name, role: row.role };
}

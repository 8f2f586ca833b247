import type { Actor } from "@/lib/core/context";
import { hashToken, TOKEN_PATTERN } from "@/lib/core/token";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";

/** The program whose API token the request carries: Authorization: Bearer … */
export async function apiTokenActor(request: Request): Promise<Actor> {
  const token = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  const row = token && TOKEN_PATTERN.test(token) ? await db().apiToken.findUnique({ where: { tokenHash: hashToken(token) } }) : null;
  if (!row || row.revokedAt || (row.expiresAt && row.expiresAt <= new Date()))
    refuse("signed-out", "This API token is not good: it was revoked, has expired, or was cut off. Ask an admin for a new one.");
  return { kind: "token", id: row.id, name: row.name, role: row.role };
}

import { hashToken } from "@/lib/core/token";
import type { PrismaClient } from "@/generated/prisma/client";

/**
 * A client under which sign-in sessions are stored by the hash of their token (I12): better-auth keeps it in clear, and has no setting
 * for this. What it asks for by token is asked for by hash, and what comes back carries the token it asked with.
 */
export function withHashedSessions(client: PrismaClient) {
  return client.$extends({
    query: {
      authSession: {
        async $allOperations({ args, query }) {
          const tokens = new Map<string, string>();
          // The shape stays what it was: only the text under `token` is another.
          const result: unknown = await query(hashed(args, tokens) as typeof args);
          return restored(result, tokens);
        },
      },
    },
  });
}

/** A copy of a query in which every text under `token` is its hash; which is which is noted in `tokens`. */
export function hashed(value: unknown, tokens: Map<string, string>, underToken = false): unknown {
  if (underToken && typeof value === "string") {
    const hash = hashToken(value);
    tokens.set(hash, value);
    return hash;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => hashed(item, tokens, underToken));
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === "mode" ? item : hashed(item, tokens, underToken || key === "token")]),
  );
}

/** The answer with the tokens that the query was asked with; others stay hashes, which open nothing. */
export function restored(result: unknown, tokens: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(result)) return result.map((item: unknown) => restored(item, tokens));
  if (result === null || typeof result !== "object" || !("token" in result) || typeof result.token !== "string") return result;
  return { ...result, token: tokens.get(result.token) ?? result.token };
}

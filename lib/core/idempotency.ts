import type { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { callerOf, type Context } from "./context";

/**
 * Claims the request's idempotency key for this transaction (I9). A second request with the same key waits here until the first
 * has ended: then it gets the first one's answer, or, where that was rolled back, its own turn.
 */
export async function claimKey(tx: Tx, ctx: Context): Promise<{ answer: Prisma.JsonValue } | null> {
  if (!ctx.idempotency) return null;
  const { key, route, bodyHash } = ctx.idempotency;
  const caller = callerOf(ctx.actor);
  const claimed = await tx.$executeRaw`
    INSERT INTO idempotency_key (caller, route, key, body_hash, answer, at)
    VALUES (${caller}, ${route}, ${key}, ${bodyHash}, 'null'::jsonb, ${ctx.now()}) ON CONFLICT DO NOTHING`;
  if (claimed === 1) return null;
  const row = await tx.idempotencyKey.findUniqueOrThrow({ where: { caller_route_key: { caller, route, key } } });
  if (row.bodyHash !== bodyHash)
    refuse("state", "This Idempotency-Key was already used for a different request. Use a new key for each change.");
  return { answer: row.answer };
}

export async function keepAnswer(tx: Tx, ctx: Context, answer: Prisma.InputJsonValue): Promise<void> {
  if (!ctx.idempotency) return;
  const { key, route } = ctx.idempotency;
  await tx.idempotencyKey.update({ where: { caller_route_key: { caller: callerOf(ctx.actor), route, key } }, data: { answer } });
}

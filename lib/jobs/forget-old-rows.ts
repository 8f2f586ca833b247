import type { Context } from "@/lib/core/context";
import { db } from "@/lib/db/client";

const DAY = 86_400_000;

/** Idempotency keys are good for a day; refused attempts are kept for 90. Neither is cluster state. */
export async function forgetOldRows(ctx: Context): Promise<void> {
  const now = ctx.now().getTime();
  await db().idempotencyKey.deleteMany({ where: { at: { lt: new Date(now - DAY) } } });
  await db().securityEvent.deleteMany({ where: { at: { lt: new Date(now - 90 * DAY) } } });
  await db().authRateLimit.deleteMany({ where: { lastRequest: { lt: BigInt(now - DAY) } } });
  await db().authSession.deleteMany({ where: { expiresAt: { lt: new Date(now) } } });
}

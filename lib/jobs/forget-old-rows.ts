import type { Context } from "@/lib/core/context";
import { readSettings } from "@/lib/core/settings";
import { db } from "@/lib/db/client";
import { forgetRuns } from "@/lib/runs/forget-runs";

const DAY = 86_400_000;

/**
 * Idempotency keys are good for a day; refused attempts are kept for 90; VPN sessions that have ended as long as the settings say, and
 * whence they came only while the settings say so. None of it is cluster state.
 */
export async function forgetOldRows(ctx: Context): Promise<void> {
  const now = ctx.now().getTime();
  await db().idempotencyKey.deleteMany({ where: { at: { lt: new Date(now - DAY) } } });
  await db().securityEvent.deleteMany({ where: { at: { lt: new Date(now - 90 * DAY) } } });
  await db().authRateLimit.deleteMany({ where: { lastRequest: { lt: BigInt(now - DAY) } } });
  await db().authSession.deleteMany({ where: { expiresAt: { lt: new Date(now) } } });
  const { vpnSessionDays, keepSourceAddresses } = await readSettings();
  await db().pastVpnSession.deleteMany({ where: { until: { lt: new Date(now - vpnSessionDays * DAY) } } });
  if (!keepSourceAddresses) await db().pastVpnSession.updateMany({ where: { source: { not: null } }, data: { source: null } });
  await forgetRuns(ctx.now());
}

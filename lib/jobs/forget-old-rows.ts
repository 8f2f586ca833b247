import { Prisma } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { readSettings } from "@/lib/core/settings";
import { db } from "@/lib/db/client";
import { clockIsTrusted } from "@/lib/pki/clock";

const DAY = 86_400_000;
/** Rows of one statement, so that none holds locks for long or makes a replica wait; the rest follows at once, and more with the next round. */
const BATCH = 5_000;
/** A run goes with its items, up to 5,000 of them. */
const RUNS = 10;
const ROUNDS = 200;
/** Nothing hurries here: a clock that no node has confirmed since it may have jumped is not believed for so long. */
const PATIENCE = 30 * 60_000;

/**
 * Idempotency keys are good for a day; refused attempts are kept for 90; VPN sessions that have ended as long as the settings say, and
 * whence they came only while the settings say so; what an import would add that nobody began for a day, and what a run was about for 90.
 * None of it is cluster state. A clock that jumped ahead would take all of the history at once: then nothing is forgotten. Returns
 * whether the clock was believed.
 */
export async function forgetOldRows(ctx: Context): Promise<boolean> {
  if (!(await clockIsTrusted(db(), ctx.now(), PATIENCE))) return false;
  const now = ctx.now().getTime();
  const before = (days: number) => new Date(now - days * DAY);
  await forget("idempotency_key", Prisma.sql`at < ${before(1)}`);
  await forget("security_event", Prisma.sql`kind = 'sign-in.refused' AND at < ${before(90)}`);
  await forget("auth_rate_limit", Prisma.sql`last_request < ${BigInt(now - DAY)}`);
  await forget("auth_session", Prisma.sql`expires_at < ${before(0)}`);
  await forget("session_order", Prisma.sql`at < ${before(1)}`);
  await forget("run", Prisma.sql`state = 'draft' AND created_at < ${before(1)}`, RUNS);
  await forget("run", Prisma.sql`state IN ('done', 'cancelled') AND created_at < ${before(90)} AND finished_at < ${before(90)}`, RUNS);
  const { vpnSessionDays, keepSourceAddresses } = await readSettings();
  await forget("past_vpn_session", Prisma.sql`until < ${before(vpnSessionDays)}`);
  if (keepSourceAddresses) return true;
  await inBatches(
    BATCH,
    () => db().$executeRaw`
      UPDATE past_vpn_session SET source = NULL WHERE id IN (SELECT id FROM past_vpn_session WHERE source IS NOT NULL LIMIT ${BATCH})`,
  );
  return true;
}

type Table = "idempotency_key" | "security_event" | "auth_rate_limit" | "auth_session" | "run" | "session_order" | "past_vpn_session";

/** Rows that another portal is forgetting at this moment are left to it. */
const forget = (table: Table, old: Prisma.Sql, batch = BATCH): Promise<void> =>
  inBatches(
    batch,
    () => db().$executeRaw`
      DELETE FROM ${Prisma.raw(table)} WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM ${Prisma.raw(table)} WHERE ${old} LIMIT ${batch} FOR UPDATE SKIP LOCKED))`,
  );

async function inBatches(batch: number, some: () => Promise<number>): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) if ((await some()) < batch) return;
}

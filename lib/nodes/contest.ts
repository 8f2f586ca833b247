import { Prisma } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { record } from "@/lib/core/record";
import type { Tx } from "@/lib/db/client";
import { SILENT_AFTER_MS } from "./silence";

/** So long a device must have been in one place only before it counts as that again. */
export const CALM_AFTER_MS = 10 * 60_000;
const AT_ONCE = 200;
const MOST_AT_ONCE = 100;

/**
 * Step: these devices are in use in two places: nothing is taken from either any more. One that a verb holds at this moment is left to the
 * next report: verbs lock certificates after devices, and a report the other way round.
 */
export async function contest(tx: Tx, deviceIds: readonly string[], now: Date): Promise<void> {
  if (deviceIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE device SET contested_at = coalesce(contested_at, ${now}), contest_seen_at = ${now} WHERE id IN (
      SELECT id FROM device WHERE id = ANY(${[...deviceIds]}::uuid[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)`;
}

/**
 * A job: notes which contested devices are still in two places, and forgives those that have not been for ten minutes. Some at a time, and
 * those that stay contested do not hold up the others.
 */
export async function settleContests(ctx: Context, atOnce = AT_ONCE): Promise<number> {
  let calm = 0;
  let after: Place | null = null;
  for (let i = 0; i < MOST_AT_ONCE; i++) {
    const some: { last: Place | null; calm: number } = await settleSome(ctx, after, atOnce);
    calm += some.calm;
    if (some.last === null) break;
    after = some.last;
  }
  return calm;
}

type Place = { id: string; at: Date };

/** `last` is null where there are no more. */
function settleSome(ctx: Context, after: Place | null, atOnce: number): Promise<{ last: Place | null; calm: number }> {
  const now = ctx.now();
  const heard = new Date(now.getTime() - SILENT_AFTER_MS);
  const beyond = after ? Prisma.sql`AND (contested_at, id) > (${after.at}, ${after.id}::uuid)` : Prisma.empty;
  return record(ctx, "portal.job", async (tx) => {
    const contested = await tx.$queryRaw<Place[]>`
      SELECT id::text AS id, contested_at AS at FROM device WHERE contested_at IS NOT NULL ${beyond}
      ORDER BY contested_at, device.id LIMIT ${atOnce} FOR NO KEY UPDATE SKIP LOCKED`;
    const last = contested.at(-1) ?? null;
    if (last === null) return { value: { last, calm: 0 }, changed: false };
    const ids = contested.map(({ id }) => id);
    await tx.$executeRaw`
      UPDATE device d SET contest_seen_at = ${now} WHERE d.id = ANY(${ids}::uuid[]) AND 1 < (
        SELECT count(*) FROM certificate c JOIN vpn_session s ON s.common_name = c.common_name JOIN node n ON n.id = s.node_id
        WHERE c.device_id = d.id AND n.reported_at > ${heard})`;
    const calm = await tx.$executeRaw`
      UPDATE device SET contested_at = NULL, contest_seen_at = NULL
      WHERE id = ANY(${ids}::uuid[]) AND contest_seen_at < ${new Date(now.getTime() - CALM_AFTER_MS)}`;
    return { value: { last: contested.length < atOnce ? null : last, calm }, changed: calm > 0 };
  });
}

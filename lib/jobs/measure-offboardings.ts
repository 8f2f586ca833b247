import type { Context } from "@/lib/core/context";
import { db, type Tx } from "@/lib/db/client";
import { processMetrics } from "@/lib/metrics/process-metrics";
import { whenRefused } from "@/lib/nodes/when-refused";

const BATCH = 20;
const MOST_BATCHES = 20;
type Place = { revision: bigint; id: string };
type Waiting = Place & { offboardedAt: Date };
const START: Place = { revision: -1n, id: "00000000-0000-0000-0000-000000000000" };
const process_ = globalThis as typeof globalThis & { homeportMeasured?: Place };

/**
 * Writes down when the last node had refused an offboarded user's devices, and counts how long that took since the request. Both times
 * are the portal's own. A node that is silent is waited for; one that was removed or set aside is not. Whichever portal writes it counts
 * it, so that the sum over all portals has each once. A few at a time, and those that must wait do not hold up the others: the next look
 * goes on after them, and begins anew at the end.
 */
export async function measureOffboardings(_ctx: Context): Promise<number> {
  let measured = 0;
  for (let i = 0; i < MOST_BATCHES; i++) {
    const { seen, seconds } = await db().$transaction((tx) => measureSome(tx, process_.homeportMeasured ?? START));
    for (const one of seconds) if (one !== null) processMetrics().offboardingSeconds.observe(Math.max(0, one));
    measured += seconds.length;
    process_.homeportMeasured = seen.length < BATCH ? START : seen.at(-1);
    if (seen.length < BATCH) break;
  }
  return measured;
}

/** Null in `seconds` is somebody who had no device that a node admitted: nothing to measure. */
async function measureSome(tx: Tx, after: Place): Promise<{ seen: Waiting[]; seconds: (number | null)[] }> {
  const seen = await tx.$queryRaw<Waiting[]>`
    SELECT id::text AS id, offboard_revision AS revision, offboarded_at AS "offboardedAt" FROM "user"
    WHERE offboard_revision IS NOT NULL AND refused_at IS NULL AND (offboard_revision, id) > (${after.revision}, ${after.id}::uuid)
    ORDER BY offboard_revision, id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`;
  if (seen.length === 0) return { seen, seconds: [] };
  const names = await tx.$queryRaw<{ userId: string; commonName: string; revision: bigint }[]>`
    SELECT u.id::text AS "userId", m.common_name AS "commonName", m.revision FROM "user" u
      JOIN device d ON d.user_id = u.id JOIN certificate c ON c.device_id = d.id
      JOIN removal m ON m.serial = c.serial AND m.revision = u.offboard_revision
    WHERE u.id = ANY(${seen.map(({ id }) => id)}::uuid[])`;
  const [nodes, receipts] = await Promise.all([
    tx.node.findMany({ where: { state: "active", setAsideAt: null }, take: 200, select: { id: true, enrolledRevision: true } }),
    tx.receipt.findMany({
      where: { commonName: { in: names.map(({ commonName }) => commonName) } },
      select: { nodeId: true, commonName: true, revision: true, refusedReceivedAt: true },
    }),
  ]);
  const seconds: (number | null)[] = [];
  for (const user of seen) {
    const theirs = names.filter(({ userId }) => userId === user.id).map(({ commonName }) => commonName);
    const at = whenRefused({ revision: user.revision, names: theirs, nodes, receipts });
    if (at === "waiting") continue;
    await tx.user.update({ where: { id: user.id }, data: { refusedAt: at ?? user.offboardedAt } });
    seconds.push(at && (at.getTime() - user.offboardedAt.getTime()) / 1000);
  }
  return { seen, seconds };
}

import { db } from "@/lib/db/client";
import type { Removal } from "./bundle";

type Answered = { epoch: number; upTo: bigint };
/**
 * By node: the revision up to which it has answered for every removal, as this process found it. That stays so: a receipt is never taken
 * back, and whatever is removed later has a higher revision. Only after a recovery (another epoch, or a lower revision) is it forgotten.
 */
const process_ = globalThis as typeof globalThis & { homeportAnswered?: Map<string, Answered> };

/** In one bundle, at most. */
const MOST = 5_000;

/**
 * Names that were removed since the node enrolled and of which it has not said that they are clear, or that the CRL keeps them out too.
 * Without a revocation (a certificate that has ended, or a suspension) there is no serial that a CRL would list. What the node said of an
 * earlier removal of the same name is no answer to this one. Removals that it has answered long ago are not read again with each pull.
 */
export async function owedRemovals(nodeId: string, enrolled: bigint, at: { revision: bigint; epoch: number }): Promise<Removal[]> {
  const answered = (process_.homeportAnswered ??= new Map());
  const known = answered.get(nodeId);
  const holds = known !== undefined && known.epoch === at.epoch && known.upTo <= at.revision && known.upTo > enrolled;
  const since = holds ? known.upTo : enrolled;
  const rows = await db().$queryRaw<{ common_name: string; removal_revision: bigint; ipv4: string; ipv6: string; serial: string | null }[]>`
    SELECT c.common_name, c.removal_revision, d.ipv4, d.ipv6, v.serial
    FROM certificate c JOIN device d ON d.id = c.device_id LEFT JOIN revocation v ON v.serial = c.serial
    LEFT JOIN receipt r ON r.common_name = c.common_name AND r.node_id = ${nodeId}::uuid AND r.revision = c.removal_revision
    WHERE c.removal_revision > ${since} AND c.removal_revision <= ${at.revision} AND c.revision IS NOT NULL
      AND (r.clear_at IS NULL OR (r.barriers <> 'both' AND v.serial IS NOT NULL))
    ORDER BY c.removal_revision, c.common_name LIMIT ${MOST}`;
  const [first] = rows;
  answered.set(nodeId, { epoch: at.epoch, upTo: first ? first.removal_revision - 1n : at.revision });
  return rows.map((row) => ({
    commonName: row.common_name,
    revision: Number(row.removal_revision),
    ipv4: row.ipv4,
    ipv6: row.ipv6,
    serial: row.serial,
  }));
}

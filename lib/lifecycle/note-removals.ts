import type { RemovalCause } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";

/**
 * Step, at the revision whose bundles no longer admit these certificates: from now on each node owes a receipt of it. One that was
 * suspended before and is now revoked is removed anew: the proof of a suspension is none of a revocation.
 */
export async function noteRemovals(tx: Tx, ctx: Context, serials: readonly string[], cause: RemovalCause, revision: bigint): Promise<void> {
  const ours = [...serials];
  await tx.$executeRaw`
    INSERT INTO removal (serial, common_name, revision, cause, at)
    SELECT serial, common_name, ${revision}, ${cause}::"RemovalCause", ${ctx.now()} FROM certificate
    WHERE serial = ANY(${ours}) AND revision IS NOT NULL`;
  // A suspension leaves an overlap running: what is being replaced must not come back with the resumption and stay.
  const overlap = cause === "suspended" ? {} : { overlapEndsAt: null };
  await tx.certificate.updateMany({ where: { serial: { in: ours } }, data: { removalRevision: revision, ...overlap } });
}

import type { Tx } from "@/lib/db/client";
import type { Context } from "@/lib/core/context";

/** Takes devices' pairs back into quarantine, as of the first revision whose bundle no longer has them. */
export async function releasePairs(tx: Tx, ctx: Context, deviceIds: readonly string[], revision: bigint): Promise<void> {
  await tx.addressPair.updateMany({
    where: { deviceId: { in: [...deviceIds] }, state: "assigned" },
    data: { state: "quarantined", deviceId: null, releasedAt: ctx.now(), releaseRevision: revision },
  });
}

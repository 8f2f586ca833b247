import type { Tx } from "@/lib/db/client";
import type { Context } from "@/lib/core/context";

/** Days that a released pair rests before it may go to somebody else (I2). */
export const QUARANTINE_DAYS = 30;

/** Takes a device's pair back into quarantine, as of the first revision whose bundle no longer has it. */
export async function releasePair(tx: Tx, ctx: Context, deviceId: string, revision: bigint): Promise<void> {
  await tx.addressPair.updateMany({
    where: { deviceId, state: "assigned" },
    data: { state: "quarantined", deviceId: null, releasedAt: ctx.now(), releaseRevision: revision },
  });
}

import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";

/**
 * Step: account invitations that these have made and nobody has used stop working: whoever is no admin any more must not come back by a
 * link that they sent to themselves. `names` are what the audit log calls them. Returns how many there were.
 */
export async function withdrawInvitationsBy(tx: Tx, ctx: Context, names: readonly string[]): Promise<number> {
  const { count } = await tx.accountInvitation.updateMany({
    where: { createdBy: { in: [...names] }, usedAt: null, withdrawnAt: null },
    data: { withdrawnAt: ctx.now() },
  });
  return count;
}

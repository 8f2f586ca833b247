import type { z } from "zod";
import { firstAndLastIndex } from "@/lib/addresses/pool";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuseStale } from "@/lib/core/version";
import { lockNodes, rollOut } from "@/lib/nodes/rollout-steps";
import { refuse } from "@/lib/refusal";
import type { RemovePoolBody } from "./pool-bodies";
import { lockPools, poolIn } from "./pool-steps";
import { dropPairs } from "./resize-pool";

/** Takes away a pool in which nobody has a pair. The first one stays: the nodes' own address is of it. */
export function removePool(ctx: Context, id: number, body: z.output<typeof RemovePoolBody>): Promise<Committed<{ ipv4: string }>> {
  return commit(ctx, "addresses.write", async (tx) => {
    const pools = await lockPools(tx);
    await lockNodes(tx);
    const pool = poolIn(pools, id);
    refuseStale(`the pool ${pool.ipv4}`, pool.version, body.version);
    if (body.confirm !== pool.ipv4) refuse("invalid", `Type the range ${pool.ipv4} to confirm.`, "confirm");
    if (pools[0]?.id === id)
      refuse("state", `The nodes' own address is in ${pool.ipv4}, the first pool: it stays. It can become narrower.`);
    const { first, last } = firstAndLastIndex(pool);
    await dropPairs(tx, { poolId: id, first, last }, `${pool.ipv4} cannot be removed`);
    await tx.addressPool.delete({ where: { id } });
    return {
      value: { ipv4: pool.ipv4 },
      audit: { action: "pool.remove", subject: `pool ${pool.ipv4}`, details: { ipv4: pool.ipv4, ipv6: pool.ipv6 } },
      nodes: "must see",
      atRevision: async (later, revision) =>
        void (await rollOut(later, ctx, { reason: `The address range ${pool.ipv4} was removed`, revision })),
    };
  });
}

import type { z } from "zod";
import { whyNotAdd } from "@/lib/addresses/growth";
import { seedPool } from "@/lib/addresses/seed-pool";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { lockNodes, rollOut } from "@/lib/nodes/rollout-steps";
import { refuse } from "@/lib/refusal";
import type { AddPoolBody } from "./pool-bodies";
import { lockPools, readElsewhere, restartingNodes, topologyOf, whyNotMorePools } from "./pool-steps";

/** A further range beside those that are there. No pair changes (I1); nodes start their OpenVPN again one after the other, because server.conf changes. */
export function addPool(ctx: Context, body: z.output<typeof AddPoolBody>): Promise<Committed<{ id: number; pairs: number }>> {
  return commit(ctx, "addresses.write", async (tx) => {
    const pools = await lockPools(tx);
    await lockNodes(tx);
    const why = whyNotAdd(body, pools, await readElsewhere(tx));
    if (why) refuse("invalid", why.sentence, why.field);
    const tooOld = whyNotMorePools(await restartingNodes(tx));
    if (tooOld) refuse("state", tooOld);
    const value = await seedPool(tx, ctx, { ...body, topology: topologyOf(pools) });
    return {
      value,
      audit: { action: "pool.add", subject: `pool ${body.ipv4}`, details: { ...body, pairs: value.pairs } },
      nodes: "must see",
      atRevision: async (later, revision) =>
        void (await rollOut(later, ctx, { reason: `The address range ${body.ipv4} was added`, revision })),
    };
  });
}

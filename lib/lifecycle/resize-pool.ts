import type { z } from "zod";
import { changedIndexes, whyNotResize } from "@/lib/addresses/growth";
import { inTheWay, listOf } from "@/lib/addresses/in-the-way";
import { seedPairs } from "@/lib/addresses/seed-pool";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuseStale } from "@/lib/core/version";
import { lockNodes, rollOut } from "@/lib/nodes/rollout-steps";
import { refuse } from "@/lib/refusal";
import type { Tx } from "@/lib/db/client";
import type { ResizePoolBody } from "./pool-bodies";
import { lockPools, poolIn, readElsewhere } from "./pool-steps";

/**
 * A wider or narrower range that begins where the pool begins: no pair changes (I1). Getting narrower is refused while somebody has, had
 * lately or keeps reserved what would go. Nodes start their OpenVPN again one after the other, because the tunnel's netmask changes.
 */
export function resizePool(
  ctx: Context,
  id: number,
  body: z.output<typeof ResizePoolBody>,
): Promise<Committed<{ id: number; ipv4: string; kind: "wider" | "narrower"; pairs: number }>> {
  return commit(ctx, "addresses.write", async (tx) => {
    const pools = await lockPools(tx);
    await lockNodes(tx);
    const pool = poolIn(pools, id);
    refuseStale(`the pool ${pool.ipv4}`, pool.version, body.version);
    const others = pools.filter((one) => one.id !== id);
    const why = whyNotResize(pool, body.ipv4, others, await readElsewhere(tx));
    if (why) refuse("invalid", why.sentence, why.field);
    const { kind, first, last } = changedIndexes(pool, { ...pool, ipv4: body.ipv4 });
    if (kind === "wider") await seedPairs(tx, { ...pool, ipv4: body.ipv4 }, first, last);
    else await dropPairs(tx, { poolId: id, first, last }, `${pool.ipv4} cannot become ${body.ipv4}`);
    await tx.addressPool.update({ where: { id }, data: { ipv4: body.ipv4, version: { increment: 1 } } });
    const pairs = last - first + 1;
    return {
      value: { id, ipv4: body.ipv4, kind, pairs },
      audit: { action: "pool.resize", subject: `pool ${pool.ipv4}`, details: { before: pool.ipv4, after: body.ipv4, pairs } },
      nodes: "must see",
      atRevision: async (later, revision) =>
        void (await rollOut(later, ctx, { reason: `The address range ${pool.ipv4} became ${body.ipv4}`, revision })),
    };
  });
}

/** Step: takes away free pairs, all or none. One that somebody takes at this moment is waited for, and is then in the way. */
export async function dropPairs(tx: Tx, block: { poolId: number; first: number; last: number }, what: string): Promise<void> {
  const { poolId, first, last } = block;
  const gone = await tx.$executeRaw`
    DELETE FROM address_pair WHERE pool_id = ${poolId} AND index BETWEEN ${first} AND ${last} AND state = 'free'`;
  if (gone === last - first + 1) return;
  const found = await inTheWay(block, tx);
  refuse("state", `${what}: ${listOf(found)} ${found.pairs.length === 1 ? "is" : "are"} in the way. Nothing was changed.`, "ipv4");
}

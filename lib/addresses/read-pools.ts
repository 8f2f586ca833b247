import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { readTally } from "@/lib/core/tally";
import { db } from "@/lib/db/client";
import type { Counts } from "./blocks";
import type { Pool } from "./pool";

export type PoolFacts = Pool & { id: number; createdAt: Date; version: number; first: boolean } & Counts;

/** The pools with how many pairs of each state they have, by counts that are kept. The first gives the nodes their own address. */
export async function listPools(ctx: Context): Promise<PoolFacts[]> {
  demand(ctx.actor, "addresses.read");
  const pools = await db().addressPool.findMany({ orderBy: { id: "asc" } });
  const tally = await readTally();
  return pools.map((pool, i) => {
    const count = (state: string) => tally(`pair.${pool.id}.${state}`);
    return {
      ...pool,
      first: i === 0,
      free: count("free"),
      assigned: count("assigned"),
      quarantined: count("quarantined"),
      reserved: count("reserved"),
    };
  });
}

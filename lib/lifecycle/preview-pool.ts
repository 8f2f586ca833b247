import type { z } from "zod";
import { changedIndexes, whyNotAdd, whyNotResize, type Problem } from "@/lib/addresses/growth";
import { inTheWay, type InTheWay } from "@/lib/addresses/in-the-way";
import { firstAndLastIndex } from "@/lib/addresses/pool";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { refuse } from "@/lib/refusal";
import type { PreviewPoolBody } from "./pool-bodies";
import { poolIn, topologyOf, readElsewhere, readPools, restartingNodes, whyNotMorePools, type RestartingNode } from "./pool-steps";
import { serverConfChanges, type ConfChange } from "./server-conf-changes";

export type PoolPreview = {
  kind: "wider" | "narrower" | "further";
  /** How many pairs come, or go. */
  pairs: number;
  /** Why it would be refused; null where it would be done. */
  problem: { sentence: string; field?: string } | null;
  inTheWay: InTheWay[];
  inTheWayMore: boolean;
  /** Each of them starts its OpenVPN again, one revision later; its clients connect again by themselves. */
  nodes: RestartingNode[];
  /** What changes in their server.conf; empty where the change is refused. */
  serverConf: ConfChange[];
};

/** What a change of the pools would do, before it is made. */
export async function previewPool(ctx: Context, body: z.output<typeof PreviewPoolBody>): Promise<PoolPreview> {
  demand(ctx.actor, "addresses.read");
  const [pools, elsewhere, nodes] = [await readPools(), await readElsewhere(), await restartingNodes()];
  const answer = (rest: Pick<PoolPreview, "kind" | "pairs" | "problem"> & Partial<PoolPreview>): PoolPreview => ({
    inTheWay: [],
    inTheWayMore: false,
    nodes,
    serverConf: [],
    ...rest,
  });
  if (body.id === undefined) {
    const further = {
      ipv4: body.ipv4,
      ipv6: body.ipv6 ?? refuse("invalid", "The IPv6 prefix is missing.", "ipv6"),
      topology: topologyOf(pools),
    };
    const { first, last } = firstAndLastIndex(further);
    const tooOld = whyNotMorePools(nodes);
    const problem = asked(whyNotAdd(further, pools, elsewhere)) ?? (tooOld === null ? null : { sentence: tooOld });
    const serverConf = problem ? [] : await serverConfChanges([...pools, further]);
    return answer({ kind: "further", pairs: last - first + 1, problem, serverConf });
  }
  const pool = poolIn(pools, body.id);
  const { kind, first, last } = changedIndexes(pool, { ...pool, ipv4: body.ipv4 });
  const others = pools.filter(({ id }) => id !== pool.id);
  const problem = asked(whyNotResize(pool, body.ipv4, others, elsewhere));
  const pairs = last - first + 1;
  if (problem !== null) return answer({ kind, pairs, problem });
  const serverConf = await serverConfChanges(pools.map((one) => (one.id === pool.id ? { ...one, ipv4: body.ipv4 } : one)));
  if (kind === "wider") return answer({ kind, pairs, problem, serverConf });
  const found = await inTheWay({ poolId: pool.id, first, last });
  const sentence = `${pool.ipv4} cannot become ${body.ipv4} while ${found.pairs.length === 1 ? "this pair is" : "these pairs are"} in the way.`;
  if (found.pairs.length > 0) return answer({ kind, pairs, problem: { sentence }, inTheWay: found.pairs, inTheWayMore: found.more });
  return answer({ kind, pairs, problem: null, serverConf });
}

const asked = (problem: Problem | null) => problem && { sentence: problem.sentence, field: problem.field };

/** The first agent whose grammar has the lines of a second pool. */
const KNOWS_MORE_POOLS = [0, 2, 0] as const;

/**
 * Whether a node's agent takes a bundle with more than one pool. An older one refuses every such bundle and goes on with its last
 * revision: then no offboarding would reach that node.
 */
export function knowsMorePools(agentVersion: string | null): boolean {
  const found = /^(\d+)\.(\d+)\.(\d+)/.exec(agentVersion ?? "");
  if (!found) return false;
  for (const [i, least] of KNOWS_MORE_POOLS.entries()) {
    const part = Number(found[i + 1]);
    if (part !== least) return part > least;
  }
  return true;
}

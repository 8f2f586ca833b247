/** This portal's version, and that of the agent that it hands out: a test holds it to package.json. */
export const THIS_RELEASE = "0.3.0";
/** The first agent whose grammar has the lines of a second pool. */
const KNOWS_MORE_POOLS = "0.2.0";

/**
 * Whether a node's agent takes a bundle with more than one pool. An older one refuses every such bundle and goes on with its last
 * revision: then no offboarding would reach that node.
 */
export const knowsMorePools = (agentVersion: string | null): boolean => isAtLeast(agentVersion, KNOWS_MORE_POOLS);

/** Whether a node's agent is of an earlier release than the portal; the last number does not count. What cannot be read is not called old. */
export function isOlderAgent(agentVersion: string | null): boolean {
  return /^\d+\.\d+\.\d+/.test(agentVersion ?? "") && !isAtLeast(agentVersion, THIS_RELEASE.replace(/\.\d+$/, ".0"));
}

function isAtLeast(version: string | null, wanted: string): boolean {
  const found = /^(\d+)\.(\d+)\.(\d+)/.exec(version ?? "");
  if (!found) return false;
  for (const [i, least] of wanted.split(".").map(Number).entries()) {
    const part = Number(found[i + 1]);
    if (part !== least) return part > least;
  }
  return true;
}

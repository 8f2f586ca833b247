/** This portal's version, and that of the agent that it hands out: a test holds it to package.json. */
export const THIS_RELEASE = "0.3.0";
/** The first agent whose grammar has the lines of a second pool. */
const KNOWS_MORE_POOLS = "0.2.0";

/**
 * Whether a node's agent takes a bundle with more than one pool. An older one refuses every such bundle and goes on with its last
 * revision: then no offboarding would reach that node.
 */
export const knowsMorePools = (agentVersion: string | null): boolean => isAtLeast(agentVersion, KNOWS_MORE_POOLS);

/** The first agent that obeys orders about single VPN sessions, drains, restarts when it is told to, and takes a server.conf for IPv6. */
const OBEYS = "0.3.0";

type Agent = { name: string; agentVersion: string | null };

/** Null if the node's agent does what only newer ones do, else the sentence: a disabled button shows it, a verb refuses with it. */
export function whyAgentCannot({ name, agentVersion }: Agent, what: keyof typeof CANNOT): string | null {
  if (!isReadable(agentVersion) || isAtLeast(agentVersion, OBEYS)) return null;
  return `The agent on ${name} is version ${agentVersion} and ${CANNOT[what]}. Put the new agent there first (docs/OPERATIONS.md, the life of a node).`;
}
const CANNOT = {
  end: "ends no single VPN session",
  drain: "does not drain its node",
  restart: "restarts OpenVPN only for a changed server.conf",
  ipv6: "cannot let OpenVPN listen over IPv6",
} as const;

const isReadable = (version: string | null): boolean => /^\d+\.\d+\.\d+/.test(version ?? "");

/** Whether a node's agent is of an earlier release than the portal; the last number does not count. What cannot be read is not called old. */
export function isOlderAgent(agentVersion: string | null): boolean {
  return isReadable(agentVersion) && !isAtLeast(agentVersion, THIS_RELEASE.replace(/\.\d+$/, ".0"));
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

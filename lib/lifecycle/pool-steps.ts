import type { KnownPool, Elsewhere } from "@/lib/addresses/growth";
import { holdPools } from "@/lib/addresses/hold-pools";
import type { Topology } from "@/lib/addresses/pool";
import { db, type Tx } from "@/lib/db/client";
import { knowsMorePools } from "@/lib/nodes/agent-release";
import { SiteNeighbors } from "@/lib/nodes/read-routing-facts";
import { refuse } from "@/lib/refusal";

export type PoolRow = KnownPool & { version: number };

/** Locks all pools, so that one change of the ranges follows another. Before any pair: whoever takes a pair locks no pool. */
export async function lockPools(tx: Tx): Promise<PoolRow[]> {
  await holdPools(tx);
  return readPools(tx);
}

export function readPools(tx: Tx = db()): Promise<PoolRow[]> {
  return tx.addressPool.findMany({ orderBy: { id: "asc" }, select: { id: true, ipv4: true, ipv6: true, topology: true, version: true } });
}

/** What an index is in this cluster, chosen at setup: every pool has the first one's. */
export function topologyOf(pools: readonly PoolRow[]): Topology {
  const [first] = pools;
  if (!first) throw new Error("There is no address pool.");
  return first.topology;
}

export function poolIn(pools: readonly PoolRow[], id: number): PoolRow {
  return pools.find((pool) => pool.id === id) ?? refuse("missing", "There is no such address pool.");
}

export async function readElsewhere(tx: Tx = db()): Promise<Elsewhere> {
  const cluster = await tx.cluster.findUniqueOrThrow({
    where: { id: 1 },
    select: { routes4: true, routes6: true, nameServers: true },
  });
  // Everything goes through the VPN: that is no network that a pool could swallow.
  const named = (route: string) => route !== "0.0.0.0/0" && route !== "::/0";
  const sites = await tx.site.findMany({ take: 200, select: { neighbors: true } });
  const routers = sites.flatMap(({ neighbors }) => SiteNeighbors.parse(neighbors).map(({ address }) => address));
  return { nameServers: cluster.nameServers, routes4: cluster.routes4.filter(named), routes6: cluster.routes6.filter(named), routers };
}

export type RestartingNode = { name: string; vpnSessions: number; agentVersion: string | null; tooOld: boolean };

/** The nodes whose server.conf a change of the pools is in: each starts its OpenVPN again, and its clients come back by themselves. */
export async function restartingNodes(tx: Tx = db()): Promise<RestartingNode[]> {
  const nodes = await tx.node.findMany({
    where: { state: "active" },
    orderBy: { name: "asc" },
    take: 200,
    select: { name: true, vpnSessionCount: true, agentVersion: true },
  });
  return nodes.map((node) => ({
    name: node.name,
    vpnSessions: node.vpnSessionCount,
    agentVersion: node.agentVersion,
    tooOld: !knowsMorePools(node.agentVersion),
  }));
}

/** Null where every node's agent knows more than one pool, else who must be upgraded first. */
export function whyNotMorePools(nodes: readonly RestartingNode[]): string | null {
  const old = nodes.filter(({ tooOld }) => tooOld).map(({ name, agentVersion }) => `${name} (${agentVersion ?? "unknown"})`);
  if (old.length === 0) return null;
  return (
    `The agent on ${old.slice(0, 10).join(", ")}${old.length > 10 ? ` and ${old.length - 10} more` : ""} is older than 0.2.0 and does not know ` +
    "a second range: it would keep its last revision, and no offboarding would reach it. Run a new join command there first, or make the first range wider."
  );
}

import { z } from "zod";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { readTally } from "@/lib/core/tally";
import { db } from "@/lib/db/client";
import { isSilent } from "@/lib/nodes/silence";
import packageJson from "@/package.json";
import type { ClusterFacts } from "./cluster-metrics";

const PAIR_STATES = ["free", "assigned", "quarantined", "reserved"] as const;
const Backends = z.array(z.object({ node: z.string(), up: z.boolean() })).catch([]);
const MOST_COUNTED = 10_000;

/** What the database says of the cluster; null before setup. No query reads more rows than there are nodes, but for what waits to be sent. */
export async function readClusterFacts(ctx: Context): Promise<ClusterFacts | null> {
  demand(ctx.actor, "metrics.read");
  const cluster = await db().cluster.findUnique({ where: { id: 1 }, select: { epoch: true, revision: true } });
  if (!cluster) return null;
  const [nodes, balancers, crls, pools, count, queues, steps, [offboardings]] = await Promise.all([
    db().node.findMany({ where: { state: "active" }, orderBy: { name: "asc" }, take: 200, include: { site: { select: { name: true } } } }),
    db().balancer.findMany({ where: { removedAt: null }, orderBy: { name: "asc" }, take: 100, select: { name: true, backends: true } }),
    db().crl.findMany({ orderBy: { authorityId: "asc" }, take: 100, include: { authority: { select: { generation: true } } } }),
    db().addressPool.findMany({ orderBy: { id: "asc" }, take: 100, select: { id: true, ipv4: true } }),
    readTally(),
    readQueues(),
    db().rolloutStep.groupBy({ by: ["state"], where: { rollout: { state: "running" } }, _count: true }),
    db().$queryRaw<{ n: bigint }[]>`SELECT count(*) AS n FROM (
      SELECT 1 FROM "user" WHERE offboard_revision IS NOT NULL AND refused_at IS NULL LIMIT ${MOST_COUNTED}) t`,
  ]);
  const now = ctx.now();
  return {
    ...cluster,
    version: packageJson.version,
    nodes: nodes.map((node) => ({
      ...node,
      site: node.site.name,
      silent: isSilent(node, now),
      drained: node.drainedAt !== null,
      faults: Array.isArray(node.faults) ? node.faults.length : 0,
    })),
    balancers: balancers.map(({ name, backends }) => ({ name, backends: Backends.parse(backends) })),
    crls: crls.map((crl) => ({ ...crl, issuer: `G${crl.authority.generation}`, entries: crl.entryCount })),
    pools: pools.map(({ id, ipv4 }) => ({
      ipv4,
      pairs: Object.fromEntries(PAIR_STATES.map((state) => [state, count(`pair.${id}.${state}`)])),
    })),
    users: Object.fromEntries(["active", "suspended", "offboarded"].map((state) => [state, count(`user.${state}`)])),
    devices: count("device"),
    offboardingsWaiting: Number(offboardings?.n ?? 0),
    queues,
    rolloutSteps: Object.fromEntries(steps.map(({ state, _count }) => [state, _count])),
  };
}

/** Of the queues that take jobs, what waits and what is being sent; of the dead letters, how many there are. */
async function readQueues(): Promise<ClusterFacts["queues"]> {
  const names = ["mail", "webhook"];
  const counted = async (name: string, states: readonly string[]): Promise<number> => {
    const [row] = await db().$queryRaw<{ n: bigint }[]>`SELECT count(*) AS n FROM (
      SELECT 1 FROM pgboss.job WHERE name = ${name} AND state::text = ANY(${states}) LIMIT ${MOST_COUNTED}) t`;
    return Number(row?.n ?? 0);
  };
  return Promise.all(
    names.flatMap((queue) => [
      counted(queue, ["created", "retry"]).then((jobs) => ({ queue, state: "waiting", jobs })),
      counted(queue, ["active"]).then((jobs) => ({ queue, state: "active", jobs })),
      counted(`${queue}-dead`, ["created", "retry"]).then((jobs) => ({ queue, state: "given up", jobs })),
    ]),
  );
}

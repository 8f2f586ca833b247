import { z } from "zod";
import type { Prisma } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { BackendHealth } from "./balancer-report";
import { FaultBody } from "./bundle";
import { isSilent } from "./silence";

export type BalancerFacts = {
  name: string;
  site: string | null;
  version: number;
  hidesSources: boolean;
  ownAddresses: string[];
  /** The names of the nodes behind it. */
  nodes: string[];
  remotes: { id: string; address: string; port: number; proto: string }[];
  createdAt: Date;
  removedAt: Date | null;
  joinExpiresAt: Date | null;
  /** When its agent joined; null for a balancer without one. */
  enrolledAt: Date | null;
  reportedAt: Date | null;
  silent: boolean;
  revision: bigint | null;
  behind: number;
  agentVersion: string | null;
  clockOffsetMs: number | null;
  faults: { code: string; sentence: string }[];
  /** How its agent finds each node. */
  backends: { node: string; up: boolean; since: string }[];
};

const everything = {
  site: { select: { name: true } },
  nodes: { select: { node: { select: { name: true } } }, orderBy: { node: { name: "asc" } }, take: 64 },
  remotes: { select: { id: true, address: true, port: true, proto: true }, orderBy: [{ position: "asc" }, { id: "asc" }], take: 64 },
} satisfies Prisma.BalancerInclude;
type Row = Prisma.BalancerGetPayload<{ include: typeof everything }>;

/** Every balancer that was not removed, by name. */
export async function listBalancers(ctx: Context): Promise<BalancerFacts[]> {
  demand(ctx.actor, "nodes.read");
  const revision = await revisionInForce();
  const rows = await db().balancer.findMany({ where: { removedAt: null }, orderBy: { name: "asc" }, take: 100, include: everything });
  return rows.map((row) => factsOf(row, revision, ctx.now()));
}

/** One balancer; null where there is none of that name. Removed ones can still be looked at. */
export async function readBalancer(ctx: Context, name: string): Promise<BalancerFacts | null> {
  demand(ctx.actor, "nodes.read");
  const row = await db().balancer.findUnique({ where: { name }, include: everything });
  return row && factsOf(row, await revisionInForce(), ctx.now());
}

const revisionInForce = async (): Promise<bigint> =>
  (await db().cluster.findUniqueOrThrow({ where: { id: 1 }, select: { revision: true } })).revision;

function factsOf(row: Row, current: bigint, now: Date): BalancerFacts {
  const { name, version, hidesSources, ownAddresses, remotes, createdAt, removedAt, joinExpiresAt } = row;
  const { enrolledAt, reportedAt, revision, agentVersion, clockOffsetMs } = row;
  const faults = z.array(FaultBody).safeParse(row.faults);
  const backends = z.array(BackendHealth).safeParse(row.backends);
  const nodes = row.nodes.map(({ node }) => node.name);
  return {
    name,
    site: row.site?.name ?? null,
    version,
    hidesSources,
    ownAddresses,
    nodes,
    remotes,
    createdAt,
    removedAt,
    joinExpiresAt,
    enrolledAt,
    reportedAt,
    silent: removedAt === null && isSilent(row, now),
    revision,
    behind: revision === null ? 0 : Math.max(0, Number(current - revision)),
    agentVersion,
    clockOffsetMs,
    faults: faults.success ? faults.data : [],
    // What it says of a node that is not behind it any more is old.
    backends: backends.success ? backends.data.filter(({ node }) => nodes.includes(node)) : [],
  };
}

import type { Rollout, RolloutState, RolloutStepState } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { decodeCursor, MOMENT_AND_ID, PAGE_SIZE, pageOf, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { whyAgentCannot } from "./agent-release";

export type RolloutRow = {
  id: string;
  state: RolloutState;
  reason: string;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
  sentence: string | null;
  /** Nodes that are through, of all: healthy again, or not waited for. */
  done: number;
  total: number;
};
export type RolloutDetails = RolloutRow & {
  steps: {
    n: number;
    node: string;
    state: RolloutStepState;
    restart: boolean;
    startedAt: Date | null;
    healthyAt: Date | null;
    sentence: string | null;
  }[];
  /** What a new rollout would go on with, where this one ended early. */
  left: { kind: "changes" | "restart"; nodes: string[] } | null;
};

/** Newest first. */
export async function listRollouts(ctx: Context, { cursor: text }: { cursor?: string } = {}): Promise<Paged<RolloutRow>> {
  demand(ctx.actor, "nodes.read");
  const cursor = decodeCursor(text, MOMENT_AND_ID);
  const [at, id] = (cursor?.keys ?? []).map(String);
  const order = cursor?.back ? "asc" : "desc";
  const beyond = cursor?.back ? "gt" : "lt";
  const edge = at ? new Date(at) : undefined;
  const rows = await db().rollout.findMany({
    where: edge ? { createdAt: { [`${beyond}e`]: edge }, OR: [{ createdAt: { [beyond]: edge } }, { id: { [beyond]: id } }] } : {},
    orderBy: [{ createdAt: order }, { id: order }],
    take: PAGE_SIZE + 1,
  });
  const page = pageOf(rows, PAGE_SIZE, cursor, (row) => [row.createdAt.toISOString(), row.id]);
  const counts = await db().rolloutStep.groupBy({
    by: ["rolloutId", "state"],
    where: { rolloutId: { in: page.rows.map((row) => row.id) } },
    _count: true,
  });
  return {
    ...page,
    rows: page.rows.map((row) => {
      const of = counts.filter(({ rolloutId }) => rolloutId === row.id);
      const sum = (states: readonly RolloutStepState[]) =>
        of.filter(({ state }) => states.includes(state)).reduce((total, { _count }) => total + _count, 0);
      return rowOf(row, sum(["healthy", "skipped"]), sum(["waiting", "restarting", "healthy", "skipped", "failed"]));
    }),
  };
}

/** Null if all nodes can be restarted, else the sentence about the first that cannot: the disabled button shows it. */
export async function readWhyNotRestart(ctx: Context): Promise<string | null> {
  demand(ctx.actor, "nodes.read");
  const select = { name: true, agentVersion: true } as const;
  const nodes = await db().node.findMany({ where: { state: "active" }, orderBy: { name: "asc" }, take: 200, select });
  return nodes.map((node) => whyAgentCannot(node, "restart")).find((why) => why !== null) ?? null;
}

/** Null where there is none. */
export async function readRollout(ctx: Context, id: string): Promise<RolloutDetails | null> {
  demand(ctx.actor, "nodes.read");
  const found = await db().rollout.findUnique({
    where: { id },
    include: { steps: { orderBy: { n: "asc" }, take: 200, include: { node: { select: { name: true, state: true } } } } },
  });
  if (!found) return null;
  const steps = found.steps.map(({ n, node, state, restart, startedAt, healthyAt, sentence }) => ({
    n,
    node: node.name,
    state,
    restart,
    startedAt,
    healthyAt,
    sentence,
  }));
  const waiting = found.steps.filter(({ state, node }) => state === "waiting" && node.state !== "removed");
  const again = waiting.filter(({ restart }) => restart).map(({ node }) => node.name);
  const over = found.state === "failed" || found.state === "stopped";
  return {
    ...rowOf(found, steps.filter(({ state }) => state === "healthy" || state === "skipped").length, steps.length),
    steps,
    left:
      over && waiting.length > 0
        ? again.length > 0
          ? { kind: "restart", nodes: again }
          : { kind: "changes", nodes: waiting.map(({ node }) => node.name) }
        : null,
  };
}

function rowOf({ id, state, reason, createdBy, createdAt, finishedAt, sentence }: Rollout, done: number, total: number): RolloutRow {
  return { id, state, reason, createdBy, createdAt, finishedAt, sentence, done, total };
}

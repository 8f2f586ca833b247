import type { Node, Rollout, RolloutStep } from "@/generated/prisma/client";
import { actorName, type Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { readServerConfFacts } from "./read-server-conf-facts";
import { whyNoTurn, type Afterwards } from "./rollout";
import { rolloutNode } from "./rollout-rows";
import { serverConfOf, type ServerConfFacts } from "./server-conf-of";

/**
 * Locks every node, by id, and the rollout that runs: whoever changes what server.conf says does this first, so that one change of the rollout follows another.
 * Before certificates, authority and cluster.
 */
export async function lockNodes(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM node WHERE state <> 'removed' ORDER BY id FOR NO KEY UPDATE`;
  await tx.$queryRaw`SELECT 1 AS locked FROM rollout WHERE state = 'running' FOR UPDATE`;
}

type Change = { reason: string; revision: bigint; restart?: readonly string[]; only?: readonly string[] };
/** `sentence`: why it cannot have its turn now; null where it can. */
type Planned = Pick<RolloutStep, "nodeId" | "restart" | "sentence"> & { node: Node };

/**
 * Step, in `atRevision` after `lockNodes`: whatever a change makes of the nodes' server.conf goes out one node at a time. The first node
 * gets its new text with this very revision, the others keep theirs until their turn; a rollout that runs takes the change along. Nodes
 * on which nobody is connected get the text at once; silent ones wait for their turn as all others do, beyond the rollout's end.
 * `restart`: ids of nodes whose OpenVPN starts again though no line changes. `only`: the others are left alone. Gives the rollout, or null
 * where no node that reports is in it.
 */
export async function rollOut(tx: Tx, ctx: Context, { reason, revision, restart = [], only }: Change): Promise<string | null> {
  const facts = await readServerConfFacts(tx);
  const nodes = await tx.node.findMany({
    where: { state: "active", ...(only ? { id: { in: [...only] } } : {}) },
    orderBy: { name: "asc" },
  });
  const running = await tx.rollout.findFirst({ where: { state: "running" }, include: { steps: { orderBy: { n: "asc" } } } });
  const owed = await takeOwed(tx, nodes);
  const planned: Planned[] = [];
  const skipped: { nodeId: string; sentence: string }[] = [];
  let waits = false;
  for (const node of nodes) {
    const target = serverConfOf(node, facts);
    const differs = node.serverConf !== null && node.serverConf !== target;
    const again = restart.includes(node.id) || owed.has(node.id);
    const open = running?.steps.find((step) => step.state === "waiting" && step.nodeId === node.id);
    const settle = (sentence: string) => open && tx.rolloutStep.update({ where: keyOf(open), data: { state: "skipped", sentence } });
    if (!differs && !again) {
      if (node.serverConf === null) await tx.node.update({ where: { id: node.id }, data: { serverConf: target } });
      if (open && !open.restart) await settle(`Nothing changes on ${node.name} any more.`);
      continue;
    }
    const current = running?.steps.find((step) => step.state === "restarting" && step.nodeId === node.id);
    if (current && differs) {
      // It restarts already: with the newest text, and its time begins again.
      await startStep(tx, ctx, { rolloutId: current.rolloutId, n: current.n, node, facts, revision });
      waits = true;
      continue;
    }
    const why = whyNoTurn(rolloutNode(node), ctx.now());
    if (why?.after === "give") {
      await giveText(tx, node, target);
      if (open) await settle(why.sentence);
      else skipped.push({ nodeId: node.id, sentence: why.sentence });
    } else if (open) {
      waits ||= why === null;
      await tx.rolloutStep.update({ where: keyOf(open), data: { restart: open.restart || again } });
    } else planned.push({ nodeId: node.id, node, restart: again, sentence: why?.sentence ?? null });
  }
  if (planned.length === 0 && !(running && (waits || skipped.length > 0))) return null;
  const rollout = running ? await joined(tx, running, reason) : await begun(tx, ctx, reason);
  const from = (running?.steps.at(-1)?.n ?? 0) + 1;
  const rows = [...planned.map(({ node: _node, ...row }) => row), ...skipped.map((one) => ({ ...one, state: "skipped" as const }))];
  await tx.rolloutStep.createMany({ data: rows.map((row, i) => ({ ...row, rolloutId: rollout.id, n: from + i })) });
  const first = planned.findIndex(({ sentence }) => sentence === null);
  const begins = planned[first];
  if (!running && begins) await startStep(tx, ctx, { rolloutId: rollout.id, n: from + first, node: begins.node, facts, revision });
  return running || begins ? rollout.id : null;
}

/** Step: what these nodes were owed is theirs with this change. Gives those whose OpenVPN is to start again though no line changes. */
async function takeOwed(tx: Tx, nodes: readonly Node[]): Promise<Set<string>> {
  const where = { owed: true, nodeId: { in: nodes.map(({ id }) => id) } };
  const steps = await tx.rolloutStep.findMany({ where, select: { nodeId: true, restart: true } });
  if (steps.length > 0) await tx.rolloutStep.updateMany({ where, data: { owed: false } });
  return new Set(steps.filter((step) => step.restart).map(({ nodeId }) => nodeId));
}

const keyOf = ({ rolloutId, n }: { rolloutId: string; n: number }) => ({ rolloutId_n: { rolloutId, n } });

function begun(tx: Tx, ctx: Context, reason: string): Promise<Rollout> {
  return tx.rollout.create({ data: { reason, createdBy: actorName(ctx.actor), createdAt: ctx.now() } });
}

function joined(tx: Tx, running: Rollout, reason: string): Promise<Rollout> | Rollout {
  if (running.reason.split("; ").includes(reason)) return running;
  const both = `${running.reason}; ${reason}`.slice(0, 400);
  return tx.rollout.update({ where: { id: running.id }, data: { reason: both, version: { increment: 1 } } });
}

/** Step: the node gets the text that the settings give; where it has that already, the word to start OpenVPN again. */
async function giveText(tx: Tx, node: Pick<Node, "id" | "serverConf">, target: string): Promise<void> {
  const data = node.serverConf === target ? { restarts: { increment: 1 } } : { serverConf: target };
  await tx.node.update({ where: { id: node.id }, data });
}

type Turn = { rolloutId: string; n: number; node: Node; facts: ServerConfFacts; revision: bigint };

/** Step: it is this node's turn. */
export async function startStep(tx: Tx, ctx: Context, { rolloutId, n, node, facts, revision }: Turn): Promise<void> {
  await giveText(tx, node, serverConfOf(node, facts));
  await tx.rolloutStep.update({
    where: { rolloutId_n: { rolloutId, n } },
    data: { state: "restarting", startedAt: ctx.now(), revision, startedBefore: node.openvpnStartedAt, healthyAt: null, sentence: null },
  });
}

/** Step: nobody waits for this node, and what becomes of it. */
export async function skipStep(
  tx: Tx,
  { rolloutId, n, node, facts, sentence, after }: Omit<Turn, "revision"> & { sentence: string; after: Afterwards },
): Promise<void> {
  if (after === "give") await giveText(tx, node, serverConfOf(node, facts));
  await tx.rolloutStep.update({ where: { rolloutId_n: { rolloutId, n } }, data: { state: "skipped", sentence, owed: after === "owe" } });
}

import type { Node, Rollout, RolloutStep } from "@/generated/prisma/client";
import { actorName, type Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { readServerConfFacts } from "./read-server-conf-facts";
import { whyNotWaitedFor } from "./rollout";
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

type Change = { reason: string; revision: bigint; restart?: readonly string[] };
type Planned = Pick<RolloutStep, "nodeId" | "restart"> & { node: Node };

/**
 * Step, in `atRevision` after `lockNodes`: whatever a change makes of the nodes' server.conf goes out one node at a time. The first node
 * gets its new text with this very revision, the others keep theirs until their turn; a rollout that runs takes the change along. Nodes
 * that nobody waits for get the text at once: they start with it when they are back. `restart`: ids of nodes whose OpenVPN starts again
 * though no line changes. Gives the rollout, or null where nobody waits.
 */
export async function rollOut(tx: Tx, ctx: Context, { reason, revision, restart = [] }: Change): Promise<string | null> {
  const facts = await readServerConfFacts(tx);
  const nodes = await tx.node.findMany({ where: { state: "active" }, orderBy: { name: "asc" } });
  const running = await tx.rollout.findFirst({ where: { state: "running" }, include: { steps: { orderBy: { n: "asc" } } } });
  const planned: Planned[] = [];
  const skipped: { nodeId: string; sentence: string }[] = [];
  let waits = false;
  for (const node of nodes) {
    const target = serverConfOf(node, facts);
    const differs = node.serverConf !== null && node.serverConf !== target;
    const again = restart.includes(node.id);
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
    const sentence = whyNotWaitedFor(rolloutNode(node), ctx.now());
    if (sentence !== null) {
      await giveText(tx, node, target);
      if (open) await settle(sentence);
      else skipped.push({ nodeId: node.id, sentence });
    } else if (open) {
      waits = true;
      await tx.rolloutStep.update({ where: keyOf(open), data: { restart: open.restart || again } });
    } else planned.push({ nodeId: node.id, node, restart: again });
  }
  if (planned.length === 0 && !(running && (waits || skipped.length > 0))) return null;
  const rollout = running ? await joined(tx, running, reason) : await begun(tx, ctx, reason);
  const from = (running?.steps.at(-1)?.n ?? 0) + 1;
  const rows = [
    ...planned.map(({ nodeId, restart: again }) => ({ nodeId, restart: again })),
    ...skipped.map((one) => ({ ...one, state: "skipped" as const })),
  ];
  await tx.rolloutStep.createMany({ data: rows.map((row, i) => ({ ...row, rolloutId: rollout.id, n: from + i })) });
  const [first] = planned;
  if (!running && first) await startStep(tx, ctx, { rolloutId: rollout.id, n: from, node: first.node, facts, revision });
  return rollout.id;
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
    data: { state: "restarting", startedAt: ctx.now(), revision, startedBefore: node.openvpnStartedAt, healthyAt: null },
  });
}

/** Step: nobody waits for this node; with `give` it starts with the change when it is back. */
export async function skipStep(
  tx: Tx,
  { rolloutId, n, node, facts, sentence, give }: Omit<Turn, "revision"> & { sentence: string; give: boolean },
): Promise<void> {
  if (give) await giveText(tx, node, serverConfOf(node, facts));
  await tx.rolloutStep.update({ where: { rolloutId_n: { rolloutId, n } }, data: { state: "skipped", sentence } });
}

import { commit, type Outcome } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { record } from "@/lib/core/record";
import { db, type Tx } from "@/lib/db/client";
import { readServerConfFacts } from "@/lib/nodes/read-server-conf-facts";
import { nextOf, type Next } from "@/lib/nodes/rollout";
import { rolloutStep } from "@/lib/nodes/rollout-rows";
import { lockNodes, skipStep, startStep } from "@/lib/nodes/rollout-steps";
import { serverConfOf } from "@/lib/nodes/server-conf-of";
import { ifDue, NotDue } from "./not-due";

/**
 * Moves the rollout that runs: the node whose turn it is becomes healthy, is skipped or fails, the next begins. Every portal asks; what is
 * to do is asked again under the nodes' locks, and one does it. Ends when there is only waiting left.
 */
export async function advanceRollouts(ctx: Context): Promise<boolean> {
  await keepTexts(ctx);
  let moved = false;
  for (let i = 0; i < 500; i++) {
    const found = await running(db());
    const next = found && nextOf(found.steps.map(rolloutStep), ctx.now());
    if (!next || next.do === "wait") return moved;
    const does = next.do;
    if (!(await ifDue(() => (does === "note" || does === "healthy" ? noteHealth(ctx, found.id) : decide(ctx, found.id))))) return moved;
    moved = true;
  }
  return moved;
}

function running(tx: Tx) {
  return tx.rollout.findFirst({ where: { state: "running" }, include: { steps: { orderBy: { n: "asc" }, include: { node: true } } } });
}
type Running = NonNullable<Awaited<ReturnType<typeof running>>>;

/** Under the nodes' locks: what is still to do with this rollout. */
async function under(tx: Tx, ctx: Context, id: string): Promise<{ rollout: Running; next: Next }> {
  await lockNodes(tx);
  const rollout = await running(tx);
  if (rollout?.id !== id) throw new NotDue();
  return { rollout, next: nextOf(rollout.steps.map(rolloutStep), ctx.now()) };
}

/** What a node says of itself is told, not decided: no audit entry. */
function noteHealth(ctx: Context, id: string): Promise<void> {
  return record(ctx, "portal.job", async (tx) => {
    const { next } = await under(tx, ctx, id);
    if (next.do !== "note" && next.do !== "healthy") throw new NotDue();
    const data = next.do === "note" ? { healthyAt: next.healthyAt } : { state: "healthy" as const };
    await tx.rolloutStep.update({ where: { rolloutId_n: { rolloutId: id, n: next.n } }, data });
    return { value: undefined, changed: true };
  });
}

function decide(ctx: Context, id: string): Promise<unknown> {
  return commit(ctx, "portal.job", async (tx): Promise<Outcome<null>> => {
    const { rollout, next } = await under(tx, ctx, id);
    const subject = `rollout ${id}`;
    if (next.do === "done") {
      await tx.rollout.update({ where: { id }, data: { state: "done", finishedAt: ctx.now() } });
      return { value: null, audit: { action: "rollout.done", subject, details: { reason: rollout.reason } }, nodes: "need not" };
    }
    if (next.do !== "start" && next.do !== "skip" && next.do !== "fail") throw new NotDue();
    const step = rollout.steps.find(({ n }) => n === next.n);
    if (!step) throw new NotDue();
    const { n, node } = step;
    if (next.do === "fail") {
      const { sentence } = next;
      await tx.rolloutStep.update({ where: { rolloutId_n: { rolloutId: id, n } }, data: { state: "failed", sentence } });
      await tx.rollout.update({ where: { id }, data: { state: "failed", finishedAt: ctx.now(), sentence } });
      return { value: null, audit: { action: "rollout.fail", subject, details: { node: node.name, sentence } }, nodes: "need not" };
    }
    const details = { node: node.name, reason: rollout.reason };
    if (next.do === "start") {
      return {
        value: null,
        audit: { action: "rollout.next", subject, details },
        nodes: "must see",
        atRevision: async (later, revision) =>
          startStep(later, ctx, { rolloutId: id, n, node, facts: await readServerConfFacts(later), revision }),
      };
    }
    const { sentence, after } = next;
    return {
      value: null,
      audit: { action: "rollout.skip", subject, details: { ...details, sentence } },
      nodes: after === "give" ? "must see" : "need not",
      atRevision: async (later) => skipStep(later, { rolloutId: id, n, node, facts: await readServerConfFacts(later), sentence, after }),
    };
  });
}

/** Nodes that joined under a portal of an earlier version follow the settings: from now on they keep the text that they have. */
async function keepTexts(ctx: Context): Promise<void> {
  const without = { state: "active" as const, serverConf: null };
  if (!(await db().node.findFirst({ where: without, select: { id: true } }))) return;
  await record(ctx, "portal.job", async (tx) => {
    await lockNodes(tx);
    // Nobody changes what the text is made of meanwhile.
    await tx.$queryRaw`SELECT 1 AS locked FROM cluster WHERE id = 1 FOR UPDATE`;
    const facts = await readServerConfFacts(tx);
    for (const node of await tx.node.findMany({ where: without }))
      await tx.node.update({ where: { id: node.id }, data: { serverConf: serverConfOf(node, facts) } });
    return { value: undefined, changed: false };
  });
}

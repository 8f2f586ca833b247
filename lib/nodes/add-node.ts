import type { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { newToken } from "@/lib/core/token";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import type { AddNodeBody } from "./naming";

export const JOIN_HOURS = 24;
export type JoinToken = { name: string; token: string; expiresAt: Date };

/** Adds a node that may enrol once, within a day, with the token in this answer. */
export function addNode(ctx: Context, body: z.output<typeof AddNodeBody>): Promise<Committed<JoinToken>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const { site: siteName, ...columnsOfBody } = body;
    const { address, port, proto } = body;
    const site = await siteOf(tx, siteName);
    if (await tx.node.findUnique({ where: { name: body.name } }))
      refuse("taken", `There is, or was, a node ${body.name}. Choose another name.`, "name");
    const twin = await tx.node.findFirst({ where: { address, port, proto, state: { not: "removed" } } });
    if (twin)
      refuse("taken", `${twin.name} already has the address ${address}, port ${port}, ${proto}. Two nodes cannot share them.`, "address");
    const { join, columns } = joinToken(ctx, body.name);
    const node = await tx.node.create({ data: { ...columnsOfBody, siteId: site.id, createdAt: ctx.now(), ...columns } });
    await addOwnRemote(tx, node, ctx.now());
    return {
      value: join,
      answer: { name: join.name, expiresAt: join.expiresAt.toISOString() },
      audit: { action: "node.add", subject: `node ${body.name}`, details: { ...body } },
      nodes: "need not",
    };
  });
}

/** A new join token: for a node that has not enrolled yet, or whose machine is replaced. What the node had stays good until it is used. */
export function renewJoinToken(ctx: Context, name: string): Promise<Committed<JoinToken>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const node = await tx.node.findUnique({ where: { name } });
    if (!node) refuse("missing", `There is no node ${name}.`);
    if (node.state === "removed") refuse("state", `${name} was removed. Add a new node.`);
    const { join, columns } = joinToken(ctx, name);
    await tx.node.update({ where: { name }, data: columns });
    return {
      value: join,
      answer: { name: join.name, expiresAt: join.expiresAt.toISOString() },
      audit: { action: "node.join-token", subject: `node ${name}`, details: { expiresAt: join.expiresAt } },
      nodes: "need not",
    };
  });
}

/** Step: the site of that name; without a name the oldest. */
async function siteOf(tx: Tx, name: string | undefined): Promise<{ id: string }> {
  const site = await tx.site.findFirst({ where: { name }, orderBy: { createdAt: "asc" } });
  return site ?? refuse("invalid", `There is no site ${name ?? ""}. Add it first, or choose another.`, "site");
}

/** Step: clients dial a node where it listens, until an admin says otherwise. */
async function addOwnRemote(tx: Tx, node: { id: string; address: string; port: number; proto: string }, now: Date): Promise<void> {
  const { _max } = await tx.remote.aggregate({ _max: { position: true } });
  const { id, address, port, proto } = node;
  await tx.remote.create({ data: { nodeId: id, address, port, proto, position: (_max.position ?? 0) + 1, createdAt: now } });
}

function joinToken(ctx: Context, name: string): { join: JoinToken; columns: { joinTokenHash: string; joinExpiresAt: Date } } {
  const { token, hash } = newToken(ctx.random);
  const expiresAt = new Date(ctx.now().getTime() + JOIN_HOURS * 3_600_000);
  return { join: { name, token, expiresAt }, columns: { joinTokenHash: hash, joinExpiresAt: expiresAt } };
}

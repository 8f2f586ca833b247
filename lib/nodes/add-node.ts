import type { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { newToken } from "@/lib/core/token";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import type { AddNodeBody } from "./naming";
import { MOST_LINES } from "./remote-list";
import { appendRemote, lockRemotes } from "./remote-steps";

export const JOIN_HOURS = 24;
export type JoinToken = { name: string; token: string; expiresAt: Date };

/** Adds a node that may enrol once, within a day, with the token in this answer. */
export function addNode(ctx: Context, body: z.output<typeof AddNodeBody>): Promise<Committed<JoinToken>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const { site: siteName, remote, ...columnsOfBody } = body;
    const { address, port, proto } = body;
    const site = await siteOf(tx, siteName);
    if (await tx.node.findUnique({ where: { name: body.name } }))
      refuse("taken", `There is, or was, a node ${body.name}. Choose another name.`, "name");
    const twin = await tx.node.findFirst({ where: { address, port, proto, state: { not: "removed" } } });
    if (twin)
      refuse("taken", `${twin.name} already has the address ${address}, port ${port}, ${proto}. Two nodes cannot share them.`, "address");
    const { join, columns } = joinToken(ctx, body.name);
    const node = await tx.node.create({ data: { ...columnsOfBody, siteId: site.id, createdAt: ctx.now(), ...columns } });
    if (remote) await addOwnRemote(tx, node, ctx.now());
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

/** Step: the site of that name, without a name the oldest; it stays until this transaction ends. */
async function siteOf(tx: Tx, name: string | undefined): Promise<{ id: string }> {
  const site = await tx.site.findFirst({ where: { name }, orderBy: { createdAt: "asc" }, select: { id: true } });
  const [held] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM site WHERE id = ${site?.id}::uuid FOR SHARE`;
  return held ?? refuse("invalid", `There is no site ${name ?? ""}. Add it first, or choose another.`, "site");
}

/** Step: clients dial a node where it listens, until an admin says otherwise. In a full list it has no line. */
async function addOwnRemote(
  tx: Tx,
  node: { id: string; name: string; address: string; port: number; proto: string },
  now: Date,
): Promise<void> {
  const { address, port, proto } = node;
  await lockRemotes(tx);
  const twin = await tx.remote.findUnique({
    where: { address_port_proto: { address, port, proto } },
    include: { node: { select: { name: true } }, balancer: { select: { name: true } } },
  });
  if (twin)
    refuse(
      "taken",
      `${address} ${port} ${proto} is a remote of ${twin.balancer?.name ?? twin.node?.name} already. Remove that one first.`,
      "address",
    );
  const { _sum } = await tx.remote.aggregate({ _sum: { weight: true } });
  if ((_sum.weight ?? 0) < MOST_LINES) await appendRemote(tx, { kind: "node", id: node.id }, { address, port, proto, weight: 1 }, now);
}

function joinToken(ctx: Context, name: string): { join: JoinToken; columns: { joinTokenHash: string; joinExpiresAt: Date } } {
  const { token, hash } = newToken(ctx.random);
  const expiresAt = new Date(ctx.now().getTime() + JOIN_HOURS * 3_600_000);
  return { join: { name, token, expiresAt }, columns: { joinTokenHash: hash, joinExpiresAt: expiresAt } };
}

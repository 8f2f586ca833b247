import type { Node } from "@/generated/prisma/client";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";

/** Step: locks a node that has joined. Refuses one that has not, or was removed. */
export async function lockNode(tx: Tx, name: string): Promise<Node> {
  await tx.$queryRaw`SELECT 1 AS locked FROM node WHERE name = ${name} FOR UPDATE`;
  const node = await tx.node.findUnique({ where: { name } });
  if (!node) refuse("missing", `There is no node ${name}.`);
  if (node.state === "removed") refuse("state", `${name} was removed.`);
  if (node.state === "joining") refuse("state", `${name} has not joined yet: run its join command first.`);
  return node;
}

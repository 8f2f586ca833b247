import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { canStandBehind } from "./balancer-settings";

export type NodeBehind = { id: string; name: string; proto: string; address: string };

/** Step: the nodes of these names, by id, which stay as they are until this transaction ends. */
export async function lockNodesBehind(tx: Tx, names: readonly string[]): Promise<NodeBehind[]> {
  const rows = await tx.$queryRaw<(NodeBehind & { state: string })[]>`
    SELECT id, name, proto, address, state::text FROM node WHERE name = ANY(${names}::text[]) ORDER BY id FOR SHARE`;
  for (const name of names) {
    const node = rows.find((row) => row.name === name);
    if (!node) refuse("invalid", `There is no node ${name}. Choose one that is there.`, "nodes");
    if (node.state === "removed") refuse("invalid", `${name} was removed. Choose a node that is there.`, "nodes");
    if (!canStandBehind(node))
      refuse("invalid", `${name} listens at ${node.address}: a balancer sends to IP addresses. Give the node one first.`, "nodes");
  }
  return rows;
}

/** Step: the site of that name; null for a balancer that stands before several. */
export async function siteOfBalancer(tx: Tx, name: string | null): Promise<string | null> {
  if (name === null) return null;
  const [site] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM site WHERE name = ${name} FOR SHARE`;
  return site?.id ?? refuse("invalid", `There is no site ${name}. Add it first, or choose another.`, "site");
}

export type LockedBalancer = {
  id: string;
  name: string;
  version: number;
  site_id: string | null;
  hides_sources: boolean;
  own_addresses: string[];
};

/** Step: a balancer that was not removed. */
export async function lockBalancer(tx: Tx, name: string): Promise<LockedBalancer> {
  const [balancer] = await tx.$queryRaw<(LockedBalancer & { removed_at: Date | null })[]>`
    SELECT id, name, version, site_id, hides_sources, own_addresses, removed_at FROM balancer WHERE name = ${name} FOR UPDATE`;
  if (!balancer) refuse("missing", `There is no balancer ${name}.`);
  return balancer.removed_at ? refuse("state", `${name} was removed. Add a new balancer.`) : balancer;
}

/** Step: in place of those that were behind it. */
export async function putBehind(tx: Tx, balancerId: string, nodes: readonly NodeBehind[]): Promise<void> {
  await tx.balancerNode.deleteMany({ where: { balancerId } });
  await tx.balancerNode.createMany({ data: nodes.map(({ id }) => ({ balancerId, nodeId: id })) });
}

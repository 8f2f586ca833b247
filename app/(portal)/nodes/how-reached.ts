import type { BalancerFacts } from "@/lib/nodes/list-balancers";
import type { RemoteFacts } from "@/lib/nodes/list-remotes";

/** How clients come to a node: by itself, through balancers, both, or not at all. */
export function howReached(remotes: readonly RemoteFacts[], balancers: readonly BalancerFacts[]): (node: string) => string[] {
  const direct = new Set(remotes.filter(({ of }) => of.kind === "node").map(({ of }) => of.name));
  const dialled = balancers.filter((balancer) => balancer.remotes.length > 0);
  return (node) => [
    ...(direct.has(node) ? ["directly"] : []),
    ...dialled.filter(({ nodes }) => nodes.includes(node)).map(({ name }) => `through ${name}`),
  ];
}

import type { Node } from "@/generated/prisma/client";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { whyAgentCannot } from "./agent-release";
import { isIpv6 } from "./network";
import { lockOwner, lockRemotes, remoteText } from "./remote-steps";
import { whyNobodyAnswers } from "./who-answers";

/** Step: a node's agent must take the server.conf that listens over IPv6: an older one would refuse its whole bundle. */
export function refuseOldAgent(node: Pick<Node, "name" | "agentVersion">, address: string): void {
  const why = isIpv6(address) ? whyAgentCannot(node, "ipv6") : null;
  if (why) refuse("state", why, "address");
}

/** Step, after a node's address has changed: refuses it where a remote of the node, or of a balancer before it, leads nowhere now. */
export async function refuseUnreached(tx: Tx, node: { id: string; name: string }): Promise<void> {
  const behind = await tx.balancerNode.findMany({
    where: { nodeId: node.id, balancer: { removedAt: null } },
    select: { balancer: { select: { name: true } } },
    orderBy: { balancerId: "asc" },
    take: 200,
  });
  const owners = [await lockOwner(tx, { node: node.name })];
  for (const { balancer } of behind) owners.push(await lockOwner(tx, { balancer: balancer.name }));
  await lockRemotes(tx);
  for (const owner of owners) {
    const of = owner.kind === "node" ? { nodeId: owner.id } : { balancerId: owner.id };
    for (const remote of await tx.remote.findMany({ where: of, orderBy: { position: "asc" }, take: 64 })) {
      const why = whyNobodyAnswers(owner, remote);
      if (why?.field !== "address") continue;
      refuse(
        "state",
        `The remote ${remoteText(remote)} of ${owner.name} would lead nowhere: ${why.sentence} Or remove that remote first.`,
        "address",
      );
    }
  }
}

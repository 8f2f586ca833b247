import type { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuseStale } from "@/lib/core/version";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import type { ChangeBalancerBody } from "./balancer-body";
import { lockBalancer, lockNodesBehind, putBehind, siteOfBalancer, type NodeBehind } from "./balancer-steps";
import { lockRemotes, remoteText } from "./remote-steps";
import { whyNobodyAnswers } from "./who-answers";

/** Changes which nodes are behind a balancer, and what nodes see of it. */
export function changeBalancer(
  ctx: Context,
  name: string,
  body: z.output<typeof ChangeBalancerBody>,
): Promise<Committed<{ version: number }>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const balancer = await lockBalancer(tx, name);
    refuseStale(`the balancer ${name}`, balancer.version, body.version);
    const before = await tx.balancerNode.findMany({
      where: { balancerId: balancer.id },
      select: { node: { select: { name: true } } },
      orderBy: { node: { name: "asc" } },
      take: 200,
    });
    const nodes = await lockNodesBehind(tx, body.nodes);
    const siteId = await siteOfBalancer(tx, body.site);
    await lockRemotes(tx);
    const { hidesSources, ownAddresses } = body;
    await refuseOrphans(tx, { ...balancer, hidesSources }, nodes);
    const value = { version: balancer.version + 1 };
    await tx.balancer.update({ where: { id: balancer.id }, data: { siteId, hidesSources, ownAddresses, ...value } });
    await putBehind(tx, balancer.id, nodes);
    const was = {
      nodes: before.map(({ node }) => node.name),
      site: balancer.site_id && (await tx.site.findUniqueOrThrow({ where: { id: balancer.site_id }, select: { name: true } })).name,
      hidesSources: balancer.hides_sources,
      ownAddresses: balancer.own_addresses,
    };
    return {
      value,
      audit: {
        action: "balancer.change",
        subject: `balancer ${name}`,
        details: different(was, { nodes: body.nodes, site: body.site, hidesSources, ownAddresses }),
      },
      nodes: "must see",
    };
  });
}

/** What is not as it was, before and after. */
function different(before: Record<string, unknown>, after: Record<string, unknown>): { before: object; after: object } {
  const names = Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const of = (side: Record<string, unknown>) => Object.fromEntries(names.map((name) => [name, side[name]]));
  return { before: of(before), after: of(after) };
}

/** A remote of the balancer for which no node would be left is refused with its line. */
async function refuseOrphans(tx: Tx, balancer: Balancer, nodes: readonly NodeBehind[]): Promise<void> {
  const { id, name, hidesSources } = balancer;
  const remotes = await tx.remote.findMany({ where: { balancerId: id }, orderBy: { position: "asc" }, take: 64 });
  const orphan = remotes.find(({ proto }) => !nodes.some((node) => node.proto === proto));
  if (orphan)
    refuse(
      "invalid",
      `No ${orphan.proto} node would be left for the remote ${remoteText(orphan)} of ${name}. Leave one behind it, or remove that remote first.`,
      "nodes",
    );
  const owner = { kind: "balancer" as const, id, name, behind: nodes, translates: hidesSources };
  for (const remote of remotes) {
    const why = whyNobodyAnswers(owner, remote);
    if (why) refuse("invalid", why.sentence, "nodes");
  }
}

type Balancer = { id: string; name: string; hidesSources: boolean };

import { z } from "zod";
import { holdPools } from "@/lib/addresses/hold-pools";
import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { replaceSecret } from "@/lib/core/secrets";
import { refuseStale } from "@/lib/core/version";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { routedNodes, routingFacts, routingPools } from "./read-routing-facts";
import { lockNodes } from "./rollout-steps";
import { whyNotRouting, type RoutingFacts } from "./routing";
import type { RoutingBody } from "./routing-body";
import { neighborsOf, routingAfter, routingChanges, type RoutingChange } from "./routing-change";

/** `revision` is the first that nodes have the change in. */
export const ChangedRouting = z.object({ version: z.int(), changed: z.array(z.string()), revision: z.string() });

/** Chooses how the nodes tell the company's network who is where. FRR takes it without a restart of OpenVPN. */
export async function changeRouting(ctx: Context, body: RoutingBody): Promise<z.output<typeof ChangedRouting>> {
  const done = await commit(ctx, "nodes.write", async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM routing WHERE id = 1 FOR UPDATE`;
    // A router's address is refused inside a pool, and a pool around a router.
    await holdPools(tx);
    // Nobody takes a node's place in the routing away meanwhile.
    await lockNodes(tx);
    await tx.$queryRaw`SELECT 1 AS locked FROM site ORDER BY id FOR NO KEY UPDATE`;
    const { before, after, changes } = await routingDecided(tx, body);
    if (changes.length === 0) refuse("invalid", "Nothing is different from the routing in force.");
    const { ospfKey, bgpPassword, sites, ...columns } = after;
    if (ospfKey !== before.ospfKey) await replaceSecret(tx, ctx, "routing-ospf-key", ospfKey === null ? null : Buffer.from(ospfKey));
    if (bgpPassword !== before.bgpPassword)
      await replaceSecret(tx, ctx, "routing-bgp-password", bgpPassword === null ? null : Buffer.from(bgpPassword));
    for (const { site, neighbors } of sites)
      if (changes.some(({ name }) => name === neighborsOf(site))) await tx.site.update({ where: { name: site }, data: { neighbors } });
    await tx.routing.update({ where: { id: 1 }, data: { ...columns, version: before.version + 1 } });
    const value = { version: before.version + 1, changed: changes.map(({ name }) => name) };
    const answer = (revision: bigint) => ({ ...value, revision: revision.toString() });
    const side = (of: "before" | "after") => Object.fromEntries(changes.map((change) => [change.name, change[of]]));
    return {
      value: answer,
      audit: { action: "routing.change", subject: "routing", details: { before: side("before"), after: side("after") } },
      nodes: "must see",
      answer,
    };
  });
  return done.replayed ? ChangedRouting.parse(done.value) : done.value(done.revision);
}

export type RoutingDecision = { before: RoutingFacts & { version: number }; after: RoutingFacts; changes: RoutingChange[] };

/** Step: what a body would change; refused where it cannot work. Asked by the preview, and by the change itself under its locks. */
export async function routingDecided(tx: Tx, body: RoutingBody): Promise<RoutingDecision> {
  const before = await routingFacts(tx);
  refuseStale("the routing", before.version, body.version);
  const known = new Set(before.sites.map(({ site }) => site));
  const strange = body.sites.findIndex(({ site }) => !known.has(site));
  if (strange >= 0)
    refuse("invalid", `There is no site ${body.sites[strange]?.site}. Add it first, or leave it out.`, `sites.${strange}.site`);
  const after = routingAfter(before, body);
  const why = whyNotRouting(after, await routedNodes(tx), await routingPools(tx));
  if (why) refuse("invalid", why.sentence, why.field);
  return { before, after, changes: routingChanges(before, after) };
}

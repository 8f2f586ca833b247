import { z } from "zod";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { routingDecided } from "@/lib/nodes/change-routing";
import { renderFrr } from "@/lib/nodes/frr-config";
import { routedNodes, routingPools } from "@/lib/nodes/read-routing-facts";
import { nodeRouting, type RoutedNode, type RoutingFacts } from "@/lib/nodes/routing";
import type { RoutingBody } from "@/lib/nodes/routing-body";
import type { RoutingChange } from "@/lib/nodes/routing-change";
import { around, lineDiff, type DiffLine } from "./line-diff";

const Lines = z.array(z.object({ mark: z.enum(["same", "gone", "new"]), text: z.string() }));
export const RoutingPreviewAnswer = z.object({
  changes: z.array(z.object({ name: z.string(), before: z.unknown(), after: z.unknown() })),
  nodes: z
    .array(z.object({ node: z.string(), frr: z.string().nullable(), lines: Lines }))
    .describe("Each node's frr.conf after the change (null: FRR is left alone), and the lines that change; keys are not shown"),
});
export type RoutingPreview = {
  changes: RoutingChange[];
  nodes: { node: string; frr: string | null; lines: DiffLine[] }[];
};

/** What a change of the routing would do to each node's FRR. Changes nothing; refused where the change would be. */
export async function previewRouting(ctx: Context, body: RoutingBody): Promise<RoutingPreview> {
  demand(ctx.actor, "nodes.write");
  const { before, after, changes } = await routingDecided(db(), body);
  const pools = await routingPools(db());
  const nodes = (await routedNodes(db())).map((node) => {
    const [was, is] = [frrOf(hidden(before, before), node, pools), frrOf(hidden(after, before), node, pools)];
    return { node: node.name, frr: is, lines: around(lineDiff(linesOf(was), linesOf(is)), 2) };
  });
  return { changes, nodes };
}

/** No key leaves the portal but in a node's bundle (I12); a new one is still seen to be new. */
function hidden(facts: RoutingFacts, inForce: RoutingFacts): RoutingFacts {
  const mask = (secret: string | null, old: string | null) => (secret === null ? null : secret === old ? "(hidden)" : "(new,hidden)");
  return { ...facts, ospfKey: mask(facts.ospfKey, inForce.ospfKey), bgpPassword: mask(facts.bgpPassword, inForce.bgpPassword) };
}

function frrOf(facts: RoutingFacts, node: RoutedNode, pools: readonly { ipv4: string; ipv6: string }[]): string | null {
  const routing = nodeRouting(facts, node);
  return routing && renderFrr(routing, pools);
}

const linesOf = (text: string | null): string[] => (text === null ? [] : text.trimEnd().split("\n"));

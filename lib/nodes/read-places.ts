import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { whyAgentCannot } from "./agent-release";

type Places = { nodes: string[]; sites: string[] /** By node: why it ends no single VPN session. */; noEnd: Map<string, string> };

/** The names of nodes and sites, for what a list can be narrowed to. */
export async function readPlaces(ctx: Context): Promise<Places> {
  demand(ctx.actor, "nodes.read");
  const [nodes, sites] = await Promise.all([
    db().node.findMany({ where: { state: "active" }, select: { name: true, agentVersion: true }, orderBy: { name: "asc" }, take: 200 }),
    db().site.findMany({ select: { name: true }, orderBy: { name: "asc" }, take: 200 }),
  ]);
  const noEnd = nodes.flatMap((node) => {
    const why = whyAgentCannot(node, "end");
    return why ? [[node.name, why] as const] : [];
  });
  return { nodes: nodes.map(({ name }) => name), sites: sites.map(({ name }) => name), noEnd: new Map(noEnd) };
}

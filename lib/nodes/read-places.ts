import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";

/** The names of nodes and sites, for what a list can be narrowed to. */
export async function readPlaces(ctx: Context): Promise<{ nodes: string[]; sites: string[] }> {
  demand(ctx.actor, "nodes.read");
  const [nodes, sites] = await Promise.all([
    db().node.findMany({ where: { state: "active" }, select: { name: true }, orderBy: { name: "asc" }, take: 200 }),
    db().site.findMany({ select: { name: true }, orderBy: { name: "asc" }, take: 200 }),
  ]);
  return { nodes: nodes.map(({ name }) => name), sites: sites.map(({ name }) => name) };
}

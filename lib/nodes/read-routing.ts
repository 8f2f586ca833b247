import { z } from "zod";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { routedNodes, SiteNeighbors } from "./read-routing-facts";

/** As the API and the page have it: whether there is a key, never the key. */
export const RoutingAnswer = z.object({
  version: z.int(),
  protocol: z.enum(["none", "ospf", "bgp"]),
  area: z.string(),
  helloSeconds: z.int(),
  deadSeconds: z.int(),
  keyId: z.int(),
  ospfKeyIsSet: z.boolean(),
  localAs: z.int().nullable(),
  keepaliveSeconds: z.int(),
  holdSeconds: z.int(),
  bgpPasswordIsSet: z.boolean(),
  sites: z.array(z.object({ site: z.string(), neighbors: z.array(z.object({ address: z.string(), as: z.int() })) })),
  nodes: z
    .array(
      z.object({
        name: z.string(),
        site: z.string(),
        state: z.enum(["joining", "active", "removed"]),
        coreInterface: z.string().nullable(),
        routerId: z.string().nullable(),
      }),
    )
    .describe("Whoever has no core interface or no router ID takes no part"),
});
export type Routing = z.output<typeof RoutingAnswer>;

/** How the nodes tell the company's network who is where. */
export async function readRouting(ctx: Context): Promise<Routing> {
  demand(ctx.actor, "nodes.read");
  const { id: _id, protocol, localAs, ...row } = await db().routing.findUniqueOrThrow({ where: { id: 1 } });
  const sites = await db().site.findMany({ orderBy: { name: "asc" }, take: 200, select: { name: true, neighbors: true } });
  const kept = await db().secret.findMany({
    where: { purpose: { in: ["routing-ospf-key", "routing-bgp-password"] } },
    select: { purpose: true },
  });
  const has = (purpose: string) => kept.some((secret) => secret.purpose === purpose);
  return RoutingAnswer.parse({
    ...row,
    protocol,
    localAs: localAs === null ? null : Number(localAs),
    ospfKeyIsSet: has("routing-ospf-key"),
    bgpPasswordIsSet: has("routing-bgp-password"),
    sites: sites.map(({ name, neighbors }) => ({ site: name, neighbors: SiteNeighbors.parse(neighbors) })),
    nodes: await routedNodes(db()),
  });
}

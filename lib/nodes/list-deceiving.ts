import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";

export type Deceiving = { name: string; removedAt: Date | null; until: Date };

/** Nodes that were removed and whose certificate has not ended: clients hold no CRL, so its key could still deceive them until then. */
export async function listDeceiving(ctx: Context): Promise<Deceiving[]> {
  demand(ctx.actor, "nodes.read");
  const alive = { der: { not: null }, notAfter: { gt: ctx.now() } } as const;
  const nodes = await db().node.findMany({
    where: { state: "removed", certificates: { some: alive } },
    orderBy: [{ removedAt: "desc" }, { name: "asc" }],
    take: 50,
    select: {
      name: true,
      removedAt: true,
      certificates: { where: alive, orderBy: { notAfter: "desc" }, take: 1, select: { notAfter: true } },
    },
  });
  return nodes.flatMap(({ name, removedAt, certificates: [last] }) => (last ? [{ name, removedAt, until: last.notAfter }] : []));
}

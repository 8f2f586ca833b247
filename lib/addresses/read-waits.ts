import type { Context } from "@/lib/core/context";
import { readSettings } from "@/lib/core/settings";
import { db } from "@/lib/db/client";
import { waitsFor, type Waits } from "./quarantine";

/** Null for a pair that is not in quarantine. `nodes` names ten at most. */
export type WaitsOf = Waits | null;
type Row = { state: string; releasedAt: Date | null; releaseRevision: bigint | null };

/** What each of these pairs waits for, in their order. Asks nothing where none is in quarantine. */
export async function readWaits(ctx: Context, rows: readonly Row[]): Promise<WaitsOf[]> {
  if (!rows.some((row) => row.state === "quarantined")) return rows.map(() => null);
  const [settings, cluster, nodes] = await Promise.all([
    readSettings(),
    db().cluster.findUniqueOrThrow({ where: { id: 1 }, select: { revision: true } }),
    db().node.findMany({
      where: { state: "active", setAsideAt: null },
      orderBy: { name: "asc" },
      take: 200,
      select: { name: true, enrolledRevision: true, revision: true },
    }),
  ]);
  return rows.map(({ state, releasedAt, releaseRevision }) => {
    if (state !== "quarantined" || !releasedAt || releaseRevision === null) return null;
    const waits = waitsFor({ releasedAt, releaseRevision }, settings.quarantineDays, nodes, cluster.revision, ctx.now());
    return { ...waits, nodes: waits.nodes.slice(0, 10) };
  });
}

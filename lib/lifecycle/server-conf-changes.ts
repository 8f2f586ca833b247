import type { Pool } from "@/lib/addresses/pool";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { readServerConfFacts } from "@/lib/nodes/read-server-conf-facts";
import { serverConfInForce, serverConfOf } from "@/lib/nodes/server-conf-of";
import { around, lineDiff, type DiffLine } from "./line-diff";
import { readPools } from "./pool-steps";

export type ConfChange = { nodes: string[]; lines: DiffLine[] };

/** What these pools, in their order, would make of the server.conf that the nodes have: once for all the nodes where the same lines change. */
export async function serverConfChanges([pool, ...morePools]: readonly Pool[]): Promise<ConfChange[]> {
  if (!pool) return [];
  return db().$transaction(
    async (tx) => {
      const facts = await readServerConfFacts(tx);
      const changes = new Map<string, ConfChange>();
      for (const node of await tx.node.findMany({ where: { state: "active" }, orderBy: { name: "asc" }, take: 200 })) {
        const [before, after] = [serverConfInForce(node, facts), serverConfOf(node, { ...facts, pool, morePools })];
        const lines = around(lineDiff(before.split("\n"), after.split("\n")));
        if (lines.length === 0) continue;
        const key = JSON.stringify(lines);
        changes.set(key, { lines, nodes: [...(changes.get(key)?.nodes ?? []), node.name] });
      }
      return [...changes.values()];
    },
    { isolationLevel: "RepeatableRead" },
  );
}

/** The same, were this pool removed. */
export async function readConfWithoutPool(ctx: Context, id: number): Promise<ConfChange[]> {
  demand(ctx.actor, "addresses.read");
  return serverConfChanges((await readPools()).filter((pool) => pool.id !== id));
}

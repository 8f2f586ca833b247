import { z } from "zod";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { readServerConfFacts } from "@/lib/nodes/read-server-conf-facts";
import { serverConfInForce, serverConfOf } from "@/lib/nodes/server-conf-of";
import { around, lineDiff, type DiffLine } from "./line-diff";

export const ServerConfAnswer = z.object({
  inForce: z.string().describe("The file that the node's bundle has"),
  next: z.string().nullable().describe("The file that a rollout gives it; null where it has that already"),
  diff: z.array(z.object({ mark: z.enum(["same", "gone", "new"]), text: z.string() })).describe("What the next one changes"),
});
export type ServerConfView = { inForce: string; next: string | null; diff: DiffLine[] };

/** A node's server.conf, and what a rollout has still to change in it. Null where there is no such node, or it was removed. */
export async function readServerConf(ctx: Context, name: string): Promise<ServerConfView | null> {
  demand(ctx.actor, "nodes.read");
  const node = await db().node.findFirst({ where: { name, state: { not: "removed" } } });
  if (!node) return null;
  const facts = await db().$transaction(readServerConfFacts, { isolationLevel: "RepeatableRead" });
  const inForce = serverConfInForce(node, facts);
  const next = serverConfOf(node, facts);
  if (next === inForce) return { inForce, next: null, diff: [] };
  return { inForce, next, diff: around(lineDiff(inForce.split("\n"), next.split("\n"))) };
}

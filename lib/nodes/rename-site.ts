import type { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuseStale } from "@/lib/core/version";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { refuseSameSite } from "./add-site";
import type { RenameSiteBody } from "./site-body";

/** Gives a site another name; nothing on a node knows it. */
export function renameSite(
  ctx: Context,
  id: string,
  body: z.output<typeof RenameSiteBody>,
): Promise<Committed<{ name: string; version: number }>> {
  return commit(ctx, "nodes.write", async (tx) => {
    const site = await lockSite(tx, id);
    refuseStale(`the site ${site.name}`, site.version, body.version);
    if (site.name === body.name) refuse("invalid", `The site is called ${site.name} already.`, "name");
    await refuseSameSite(tx, body.name, id);
    const value = { name: body.name, version: site.version + 1 };
    await tx.site.update({ where: { id }, data: value });
    return {
      value,
      audit: { action: "site.rename", subject: `site ${body.name}`, details: { name: { before: site.name, after: body.name } } },
      nodes: "need not",
    };
  });
}

/** Step: nobody puts a node or balancer there, or takes it away, until this transaction ends. */
export async function lockSite(tx: Tx, id: string): Promise<{ id: string; name: string; version: number }> {
  const [site] = await tx.$queryRaw<{ id: string; name: string; version: number }[]>`
    SELECT id, name, version FROM site WHERE id = ${id}::uuid FOR UPDATE`;
  return site ?? refuse("missing", "There is no such site.");
}

import type { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import type { AddSiteBody } from "./site-body";

const MOST_SITES = 100;

/** Adds a data centre. */
export function addSite(ctx: Context, { name }: z.output<typeof AddSiteBody>): Promise<Committed<{ id: string; name: string }>> {
  return commit(ctx, "nodes.write", async (tx) => {
    await refuseSameSite(tx, name);
    if ((await tx.site.count()) >= MOST_SITES)
      refuse("full", `There are ${MOST_SITES} sites, which is the limit. Remove one that is empty.`);
    const { id } = await tx.site.create({ data: { name, createdAt: ctx.now() }, select: { id: true } });
    return { value: { id, name }, audit: { action: "site.add", subject: `site ${name}` }, nodes: "need not" };
  });
}

/** Capitals do not make another site. */
export async function refuseSameSite(tx: Tx, name: string, own?: string): Promise<void> {
  const [twin] = await tx.$queryRaw<{ id: string; name: string }[]>`SELECT id, name FROM site WHERE lower(name) = lower(${name}) LIMIT 1`;
  if (twin && twin.id !== own) refuse("taken", `There is a site ${twin.name} already. Choose another name.`, "name");
}

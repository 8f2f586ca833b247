import type { z } from "zod";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { refuseStale } from "@/lib/core/version";
import { db, type Tx } from "@/lib/db/client";
import { remoteListInForce } from "@/lib/nodes/read-remote-list";
import { settingsInForce } from "./read-settings";
import type { ClusterSettings, SettingsBody } from "./settings-body";
import { settingsPreview, type SettingsPreview } from "./settings-preview";

/** What a change would do: what is different, each node's server.conf and new profiles before and after. Changes nothing. */
export async function previewSettings(ctx: Context, body: z.output<typeof SettingsBody>): Promise<SettingsPreview> {
  demand(ctx.actor, "settings.write");
  const { version, ...after } = body;
  const { version: found, ...before } = await settingsInForce(db());
  refuseStale("the settings", found, version);
  return previewOf(db(), before, after);
}

/** Step: the same inside the change itself. */
export async function previewOf(tx: Tx, before: ClusterSettings, after: ClusterSettings): Promise<SettingsPreview> {
  const [pool, ...morePools] = await tx.addressPool.findMany({
    orderBy: { id: "asc" },
    take: 50,
    select: { ipv4: true, ipv6: true, topology: true },
  });
  if (!pool) throw new Error("There is no address pool.");
  const nodes = await tx.node.findMany({
    where: { state: { not: "removed" } },
    orderBy: { name: "asc" },
    take: 200,
    select: { name: true, address: true, interface: true, proto: true, port: true },
  });
  const { remotes } = await remoteListInForce(tx);
  return settingsPreview({ before, after, pools: { pool, morePools }, nodes, remotes });
}

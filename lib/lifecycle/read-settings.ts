import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { readSettings } from "@/lib/core/settings";
import { db, type Tx } from "@/lib/db/client";
import { SETTING_NAMES, type ClusterSettings } from "./settings-body";

/** What is chosen for the whole cluster, with the version that an edit sends back. */
export async function readClusterSettings(ctx: Context): Promise<ClusterSettings & { version: number }> {
  demand(ctx.actor, "settings.read");
  return settingsInForce(db());
}

/** Two rows: what clients are told stands on the cluster's, because it was there first. */
export async function settingsInForce(tx: Tx): Promise<ClusterSettings & { version: number }> {
  const row = await readSettings(tx);
  const { nameServers, searchDomains, routes4, routes6 } = await tx.cluster.findUniqueOrThrow({ where: { id: 1 } });
  const all = { ...row, nameServers, searchDomains, routes4, routes6 };
  // Both rows together have every field, of its type; others (mail) are left out.
  const found = Object.fromEntries(SETTING_NAMES.map((name) => [name, all[name]])) as ClusterSettings;
  return { version: row.version, ...found };
}

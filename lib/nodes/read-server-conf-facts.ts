import { readSettings } from "@/lib/core/settings";
import type { Tx } from "@/lib/db/client";
import type { ServerConfFacts } from "./server-conf-of";

/** What the settings and pools in force say of every node's server.conf. Inside a change: what they say after it. */
export async function readServerConfFacts(tx: Tx): Promise<ServerConfFacts> {
  const cluster = await tx.cluster.findUniqueOrThrow({
    where: { id: 1 },
    select: { nameServers: true, searchDomains: true, routes4: true, routes6: true },
  });
  const { tunMtu, mssfix, splitDns, explicitExitNotify } = await readSettings(tx);
  const [pool, ...morePools] = await tx.addressPool.findMany({
    orderBy: { id: "asc" },
    take: 64,
    select: { ipv4: true, ipv6: true, topology: true },
  });
  if (!pool) throw new Error("There is no address pool.");
  return {
    push: { dns: cluster.nameServers, search: cluster.searchDomains, routes4: cluster.routes4, routes6: cluster.routes6 },
    options: { tunMtu, mssfix, splitDns, explicitExitNotify },
    pool,
    morePools,
  };
}

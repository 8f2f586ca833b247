import type { Pool } from "../addresses/pool";
import { isIpv6 } from "./network";
import { renderServerConfig, type ServerOptions } from "./server-config";

/** What every node's server.conf has in common. */
export type ServerConfFacts = {
  push: { dns: string[]; search: string[]; routes4: string[]; routes6: string[] };
  options: ServerOptions;
  pool: Pool;
  morePools?: readonly Pool[];
};

/** A node's server.conf: the one that its bundle has, and the one that a change of settings would give it. Throws as renderServerConfig does. */
export function serverConfOf(node: { interface: string; proto: string; address: string; port: number }, common: ServerConfFacts): string {
  const { push, options, pool, morePools } = common;
  return renderServerConfig({
    interface: node.interface,
    proto: node.proto === "tcp" ? "tcp" : "udp",
    port: node.port,
    ipv6: isIpv6(node.address),
    pool,
    morePools,
    options,
    ...push,
  });
}

/** What the node's bundle has: the text that it keeps until a rollout gives it the next, or the one that the settings give. */
export function serverConfInForce(
  node: Parameters<typeof serverConfOf>[0] & { serverConf: string | null },
  common: ServerConfFacts,
): string {
  return node.serverConf ?? serverConfOf(node, common);
}

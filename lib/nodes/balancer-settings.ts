import { isIpv4, isIpv6 } from "./network";
import type { BalancerSettings } from "./node-settings";

type NodeFacts = { name: string; address: string; port: number; proto: string; state: string; drainedAt: Date | null };
type RemoteFacts = { address: string; port: number; proto: string };

const isIp = (address: string): boolean => isIpv4(address) || isIpv6(address);
const protoOf = (proto: string): "udp" | "tcp" => (proto === "tcp" ? "tcp" : "udp");

/** Whether a balancer's kernel can send to this node: its map holds addresses, and no name that changes its meaning. */
export const canStandBehind = (node: { address: string }): boolean => isIp(node.address);

/**
 * What a balancer takes and whom it gives it to. Nodes that are drained or removed are left out; one that has not joined yet answers no
 * probe. Pure, and in an order of its own: two portals make the same bytes.
 */
export function balancerSettingsOf(remotes: readonly RemoteFacts[], nodes: readonly NodeFacts[]): BalancerSettings {
  const listeners = remotes.map(({ address, port, proto }) => ({ address: isIp(address) ? address : null, port, proto: protoOf(proto) }));
  const backends = nodes
    .filter((node) => node.state !== "removed" && node.drainedAt === null && canStandBehind(node))
    .map(({ name, address, port, proto }) => ({ node: name, address, port, proto: protoOf(proto) }));
  return {
    listeners: unique(listeners, ({ address, port, proto }) => `${address ?? ""} ${port} ${proto}`).slice(0, 64),
    backends: unique(backends, ({ node }) => node).slice(0, 64),
  };
}

function unique<T>(items: readonly T[], key: (item: T) => string): T[] {
  const byKey = new Map(items.map((item) => [key(item), item]));
  return [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

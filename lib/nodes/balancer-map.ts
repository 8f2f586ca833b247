// A balancer's nftables text: which node a new flow goes to. Pure; the agent loads it, and a test asks nft itself.
import type { BalancerSettings } from "./node-settings";

export type Backend = BalancerSettings["backends"][number];
type Listener = BalancerSettings["listeners"][number];

export const TABLE = "homeport_balancer";
/** Divides by one to six, eight and ten nodes, so that each gets the same share. */
const BUCKETS = 120;
/** Fixed, so that a flow finds the same node again after a restart. */
const SEED = "0x686f6d65";

/** Names a backend: one that moves to another address or port is another. */
export const backendKey = ({ node, address, port, proto }: Backend): string => `${node} ${proto} ${address} ${port}`;

const familyOf = (address: string): "ip" | "ip6" => (address.includes(":") ? "ip6" : "ip");

/** Protocol and family: a client that comes by one of them can go to nobody who listens on another. */
export const laneOf = ({ address, proto }: { address: string; proto: string }): string => `${proto} ${familyOf(address)}`;

/**
 * The node of each bucket. Every node has its own, in or out: when one goes out, its buckets alone are spread over the others, and it
 * gets the same ones back. So also a flow that the kernel has forgotten finds the node that it had.
 */
export function bucketsOf(backends: readonly Backend[], live: ReadonlySet<string>): Backend[] {
  const all = [...backends].sort((a, b) => (backendKey(a) < backendKey(b) ? -1 : 1));
  const up = all.filter((one) => live.has(backendKey(one)));
  if (up.length === 0) return [];
  return Array.from({ length: BUCKETS }, (_, bucket) => {
    const own = all[bucket % all.length];
    const stead = up[Math.floor(bucket / all.length) % up.length];
    const found = own && live.has(backendKey(own)) ? own : stead;
    if (!found) throw new Error("There is a node up.");
    return found;
  });
}

/**
 * The whole table, for `nft -f -`, which takes it in one transaction. The source's port is in the hash, so that one office's clients
 * spread (fact 28); the addresses of clients stay as they are. What the kernel knows as a flow keeps its node: only new ones ask.
 */
export function renderBalancerMap({ listeners, backends }: BalancerSettings, live: ReadonlySet<string>): string {
  // An address of its own before every address of the machine: the first rule that matches decides.
  const ordered = [...listeners].sort((a, b) => Number(a.address === null) - Number(b.address === null));
  const rules = ordered.flatMap((listener) => rulesOf(listener, backends, live));
  return [
    `add table inet ${TABLE}`,
    `add chain inet ${TABLE} prerouting { type nat hook prerouting priority dstnat; policy accept; }`,
    `flush table inet ${TABLE}`,
    ...rules.map((rule) => `add rule inet ${TABLE} prerouting ${rule}`),
    "",
  ].join("\n");
}

function rulesOf({ address, port, proto }: Listener, backends: readonly Backend[], live: ReadonlySet<string>): string[] {
  const families = address === null ? (["ip", "ip6"] as const) : [familyOf(address)];
  return families.flatMap((family) => {
    const behind = backends.filter((one) => laneOf(one) === `${proto} ${family}`);
    const buckets = bucketsOf(behind, live);
    if (buckets.length === 0) return [];
    const here = address === null ? `meta nfproto ${family === "ip" ? "ipv4" : "ipv6"} fib daddr type local` : `${family} daddr ${address}`;
    const map = buckets.map((one, bucket) => `${bucket} : ${one.address} . ${one.port}`).join(", ");
    return [
      `${here} ${proto} dport ${port} dnat ${family} to jhash ${family} saddr . ${proto} sport mod ${BUCKETS} seed ${SEED} map { ${map} }`,
    ];
  });
}

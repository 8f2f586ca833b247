// FRR's configuration of a node, as text. Pure; the portal shows it before it goes out, the agent renders and loads it.
import { isIpv4, readCidr4, readCidr6 } from "./network";
import type { NodeRouting } from "./node-settings";

type Ospf = Extract<NodeRouting, { protocol: "ospf" }>;
type Bgp = Extract<NodeRouting, { protocol: "bgp" }>;
type Pools = readonly { ipv4: string; ipv6: string }[];

/** What must run beside zebra for this configuration to do anything. */
export function frrDaemons(routing: NodeRouting): readonly string[] {
  return routing.protocol === "ospf" ? ["zebra", "ospfd", "ospf6d"] : ["zebra", "bgpd"];
}

/** The whole of frr.conf: it takes the place of what was there. Throws where a pool is no network in canonical text. */
export function renderFrr(routing: NodeRouting, pools: Pools): string {
  const protocol = routing.protocol === "ospf" ? ospf(routing) : bgp(routing);
  return `${[OURS, ...header(pools), ...protocol].join("\n")}\n`;
}

const OURS = "! Kept by Homeport: what is changed here by hand is gone with the next change in the portal.";

/** Whether a stored frr.conf is one of these. */
export const isOurFrr = (text: string): boolean => text.startsWith(OURS);

/**
 * Which routes may leave: the /32 and /128 of devices, out of the pools. Never the connected network, which all nodes have alike (fact 18).
 */
function header(pools: Pools): string[] {
  return [
    "frr defaults traditional",
    // As Debian's file has it, whose place this one takes: a neighbour that goes away is in the machine's log.
    "log syslog informational",
    ...pools.map(({ ipv4 }, at) => `ip prefix-list HOMEPORT4 seq ${5 * (at + 1)} permit ${network(readCidr4, ipv4)} ge 32`),
    ...pools.map(({ ipv6 }, at) => `ipv6 prefix-list HOMEPORT6 seq ${5 * (at + 1)} permit ${network(readCidr6, ipv6)} ge 128`),
  ];
}

function network(read: (text: string) => { base: string; prefix: number } | null, text: string): string {
  const found = read(text);
  if (!found) throw new Error(`${JSON.stringify(text)} is not an address pool.`);
  return `${found.base}/${found.prefix}`;
}

function routeMap(name: "HOMEPORT4" | "HOMEPORT6", also: readonly string[] = []): string[] {
  const family = name === "HOMEPORT4" ? "ip" : "ipv6";
  return [`route-map ${name} permit 10`, ` match ${family} address prefix-list ${name}`, ...also, "exit"];
}

/** Priority 0: a node that were the designated router would take the routes of all others with it when it crashes. */
function ospf({ routerId, interface: device, area, helloSeconds, deadSeconds, keyId, key }: Ospf): string[] {
  return [
    ...routeMap("HOMEPORT4"),
    ...routeMap("HOMEPORT6"),
    `interface ${device}`,
    ` ip ospf area ${area}`,
    // Fact 38. OSPFv3's is RFC 7166's authentication trailer.
    ...(key === null ? [] : [" ip ospf authentication message-digest", ` ip ospf message-digest-key ${keyId} md5 ${key}`]),
    ` ip ospf hello-interval ${helloSeconds}`,
    ` ip ospf dead-interval ${deadSeconds}`,
    " ip ospf priority 0",
    ` ipv6 ospf6 area ${area}`,
    ...(key === null ? [] : [` ipv6 ospf6 authentication key-id ${keyId} hash-algo hmac-sha-256 key ${key}`]),
    ` ipv6 ospf6 hello-interval ${helloSeconds}`,
    ` ipv6 ospf6 dead-interval ${deadSeconds}`,
    " ipv6 ospf6 priority 0",
    "exit",
    "router ospf",
    ` ospf router-id ${routerId}`,
    // Fact 22: with the default throttle a fast reconnect is a hole of seven seconds.
    " timers throttle lsa all 0",
    " timers lsa min-arrival 0",
    " timers throttle spf 0 20 200",
    " redistribute kernel route-map HOMEPORT4",
    "exit",
    "router ospf6",
    ` ospf6 router-id ${routerId}`,
    " timers lsa min-arrival 0",
    " timers throttle spf 0 20 200",
    " redistribute kernel route-map HOMEPORT6",
    "exit",
  ];
}

/** What a node has learned it tells nobody (`^$`: its own routes only), or two routers would send each other's traffic through it. */
function bgp({ routerId, localAs, keepaliveSeconds, holdSeconds, password, neighbors }: Bgp): string[] {
  const own = " match as-path HOMEPORT-OWN";
  return [
    "bgp as-path access-list HOMEPORT-OWN seq 5 permit ^$",
    ...routeMap("HOMEPORT4", [own]),
    ...routeMap("HOMEPORT6", [own]),
    `router bgp ${localAs}`,
    ` bgp router-id ${routerId}`,
    // RFC 8212 asks for a policy in both directions; the one that counts here is what leaves, below.
    " no bgp ebgp-requires-policy",
    " no bgp default ipv4-unicast",
    ...neighbors.flatMap(({ address, as }) => [
      ` neighbor ${address} remote-as ${as}`,
      ...(password === null ? [] : [` neighbor ${address} password ${password}`]),
      ` neighbor ${address} timers ${keepaliveSeconds} ${holdSeconds}`,
      ` neighbor ${address} timers connect 1`,
      ` neighbor ${address} advertisement-interval 0`,
    ]),
    ...family("ipv4", neighbors, localAs),
    ...family("ipv6", neighbors, localAs),
    "exit",
  ];
}

function family(name: "ipv4" | "ipv6", all: Bgp["neighbors"], localAs: number): string[] {
  const map = name === "ipv4" ? "HOMEPORT4" : "HOMEPORT6";
  return [
    ` address-family ${name} unicast`,
    `  redistribute kernel route-map ${map}`,
    ...all
      .filter(({ address }) => isIpv4(address) === (name === "ipv4"))
      .flatMap(({ address, as }) => [
        `  neighbor ${address} activate`,
        // The other nodes have the same AS: without this nobody here reaches a device that is there (RFC 4271 section 9.1.2).
        ...(as === localAs ? [] : [`  neighbor ${address} allowas-in 1`]),
        `  neighbor ${address} route-map ${map} out`,
      ]),
    " exit-address-family",
  ];
}

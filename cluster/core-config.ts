// FRR's configuration of the laboratory's core router, which speaks with every node. Pure.
import { CORE, COMPANY, NODES_AS, type NodePlan } from "./plan";

export type RoutingChoice = "ospf" | "bgp";
export const OSPF_KEY = { id: 7, key: "harbour-ospf-key" };
export const BGP_PASSWORD = "harbour-bgp-password";

/** The router's devices: a bridge with a cable to each node, and one towards the company. */
export const DEVICES = { nodes: "nodes", company: "company" };

export function coreConfig(routing: RoutingChoice, nodes: readonly NodePlan[]): string {
  return `${["frr defaults traditional", "hostname core", ...(routing === "ospf" ? ospf() : bgp(nodes))].join("\n")}\n`;
}

/** Timers as the nodes have them (fact 22), and their keys. */
function ospf(): string[] {
  const { id, key } = OSPF_KEY;
  return [
    `interface ${DEVICES.nodes}`,
    " ip ospf area 0.0.0.0",
    " ip ospf authentication message-digest",
    ` ip ospf message-digest-key ${id} md5 ${key}`,
    " ip ospf hello-interval 1",
    " ip ospf dead-interval 4",
    " ipv6 ospf6 area 0.0.0.0",
    ` ipv6 ospf6 authentication key-id ${id} hash-algo hmac-sha-256 key ${key}`,
    " ipv6 ospf6 hello-interval 1",
    " ipv6 ospf6 dead-interval 4",
    "exit",
    `interface ${DEVICES.company}`,
    " ip ospf area 0.0.0.0",
    " ip ospf passive",
    " ipv6 ospf6 area 0.0.0.0",
    " ipv6 ospf6 passive",
    "exit",
    "router ospf",
    ` ospf router-id ${CORE.nodes.ipv4}`,
    " timers throttle lsa all 0",
    " timers lsa min-arrival 0",
    " timers throttle spf 0 20 200",
    "exit",
    "router ospf6",
    ` ospf6 router-id ${CORE.nodes.ipv4}`,
    " timers lsa min-arrival 0",
    " timers throttle spf 0 20 200",
    "exit",
  ];
}

function bgp(nodes: readonly NodePlan[]): string[] {
  const both = nodes.flatMap(({ inside }) => [inside.ipv4, inside.ipv6]);
  const family = (name: "ipv4" | "ipv6") => [
    ` address-family ${name} unicast`,
    `  network ${COMPANY[name]}`,
    ...nodes.map(({ inside }) => `  neighbor ${inside[name]} activate`),
    " exit-address-family",
  ];
  return [
    `router bgp ${CORE.as}`,
    ` bgp router-id ${CORE.nodes.ipv4}`,
    " no bgp ebgp-requires-policy",
    " no bgp default ipv4-unicast",
    // A device that is on two nodes for a moment has two next hops, as with OSPF.
    " bgp bestpath as-path multipath-relax",
    ...both.flatMap((address) => [
      ` neighbor ${address} remote-as ${NODES_AS}`,
      ` neighbor ${address} password ${BGP_PASSWORD}`,
      ` neighbor ${address} timers 1 3`,
      ` neighbor ${address} timers connect 1`,
      ` neighbor ${address} advertisement-interval 0`,
    ]),
    ...family("ipv4"),
    ...family("ipv6"),
    "exit",
  ];
}

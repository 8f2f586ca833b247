// What a bundle's `settings` say: data that the agent renders and does itself. Pure; the portal and the agent share it.
import { z } from "zod";
import { MOST_POOLS } from "../addresses/pool";
import { isIpv4, isIpv6, readCidr4, readCidr6 } from "./network";

const ipv4 = z.string().refine(isIpv4, "This is not an IPv4 address.");
const address = z.string().refine((text) => isIpv4(text) || isIpv6(text), "This is not an IP address.");
const port = z.number().int().min(1).max(65535);
const nodeName = z.string().regex(/^[a-z][a-z0-9-]{0,29}$/);
const device = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_.-]{0,14}$/);
/** Printable, without what FRR's configuration takes for an end: a space, "!", "#", quotes. */
const routingSecret = z.string().regex(/^[A-Za-z0-9_./+=-]{1,64}$/);
export const asNumber = z.number().int().min(1).max(4294967294);
const seconds = z.number().int().min(1).max(65535);

const common = { routerId: ipv4, interface: device };
export const NodeRouting = z.discriminatedUnion("protocol", [
  z.strictObject({
    protocol: z.literal("ospf"),
    ...common,
    area: ipv4,
    helloSeconds: seconds,
    deadSeconds: seconds,
    keyId: z.number().int().min(1).max(255),
    /** At most 16 characters count in OSPFv2's MD5. */
    key: routingSecret.max(16).nullable(),
  }),
  z.strictObject({
    protocol: z.literal("bgp"),
    ...common,
    localAs: asNumber,
    keepaliveSeconds: seconds,
    holdSeconds: seconds,
    password: routingSecret.nullable(),
    neighbors: z.array(z.strictObject({ address, as: asNumber })).max(32),
  }),
]);
export type NodeRouting = z.infer<typeof NodeRouting>;

/** The networks whose /32 and /128 routes a node may announce: its address pools, nothing else. */
const Pools = z
  .array(
    z.strictObject({
      ipv4: z.string().refine((text) => readCidr4(text) !== null, "This is not an IPv4 network."),
      ipv6: z.string().refine((text) => readCidr6(text) !== null, "This is not an IPv6 network."),
    }),
  )
  .max(MOST_POOLS);

/** `settings` of a node's bundle. A portal of an older version sends `{}`. */
export const NodeSettings = z.object({
  /** OpenVPN is started again when this is higher than what was done last. */
  restarts: z.number().int().min(0).default(0),
  /** True: OpenVPN is to be down, its clients sent away (explicit-exit-notify 2, then SIGTERM). */
  drained: z.boolean().default(false),
  topology: z.enum(["subnet", "net30"]).default("subnet"),
  pools: Pools.default([]),
  routing: NodeRouting.nullable().default(null),
});
export type NodeSettings = z.infer<typeof NodeSettings>;

/** `settings.balancer` of a balancer's bundle. Nodes that are removed or drained are not in `backends`. */
export const BalancerSettings = z.strictObject({
  /** Where it takes packets; null is every address of its machine, for a remote with a host name. */
  listeners: z.array(z.strictObject({ address: address.nullable(), port, proto: z.enum(["udp", "tcp"]) })).max(64),
  backends: z.array(z.strictObject({ node: nodeName, address, port, proto: z.enum(["udp", "tcp"]) })).max(64),
});
export type BalancerSettings = z.infer<typeof BalancerSettings>;

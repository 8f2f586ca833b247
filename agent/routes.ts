// The routes that follow the person: a /32 and a /128 per VPN session. Pure.
import ipaddr from "ipaddr.js";
import type { NodeSettings } from "../lib/nodes/node-settings";
import type { StatusRow } from "./status3";

/** Marks our routes in the kernel, so that leftovers can be told from everybody else's (fact 23). */
export const ROUTE_PROTO = 170;
export const LIST_ROUTES = ["-o", "route", "show", "table", "all", "proto", String(ROUTE_PROTO)];

/** Both families' addresses of the sessions that are up, inside the cluster's pools only: `10.8.1.5/32`. */
export function wantedRoutes(rows: readonly StatusRow[], pools: NodeSettings["pools"]): Set<string> {
  const known = routesIn(pools);
  const wanted = new Set<string>();
  for (const row of rows)
    for (const text of [row.ipv4, row.ipv6]) {
      const route = text === null ? null : known(text);
      if (route !== null) wanted.add(route);
    }
  return wanted;
}

/** What was found out for these very pools: with thousands of clients, reading their addresses anew is what a look takes longest for. */
const found = new WeakMap<NodeSettings["pools"], (text: string) => string | null>();

function routesIn(pools: NodeSettings["pools"]): (text: string) => string | null {
  const before = found.get(pools);
  if (before) return before;
  const networks = pools.flatMap(({ ipv4, ipv6 }) => [ipaddr.parseCIDR(ipv4), ipaddr.parseCIDR(ipv6)]);
  const routes = new Map<string, string | null>();
  const routeOf = (text: string): string | null => {
    const known = routes.get(text);
    if (known !== undefined) return known;
    const address = ipaddr.isValid(text) ? ipaddr.parse(text) : null;
    const inside = address && networks.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
    const route = inside ? single(address) : null;
    routes.set(text, route);
    return route;
  };
  found.set(pools, routeOf);
  return routeOf;
}

/** What `ip` lists of our protocol: on the device, and where else. */
export function readRoutes(text: string, device: string): { here: Set<string>; elsewhere: Set<string> } {
  const here = new Set<string>();
  const elsewhere = new Set<string>();
  for (const line of text.split("\n")) {
    const [, address = "", on] = /^(\S+) dev (\S+)/.exec(line) ?? [];
    if (!on) continue;
    const bare = address.replace(/\/(32|128)$/, "");
    const route = ipaddr.isValid(bare) ? single(ipaddr.parse(bare)) : address;
    (on === device ? here : elsewhere).add(route);
  }
  return { here, elsewhere };
}

/** Lines for `ip -force -batch -`. What goes is taken away first. */
export function routeCommands(wanted: ReadonlySet<string>, here: ReadonlySet<string>, device: string): string[] {
  const end = `dev ${device} proto ${ROUTE_PROTO}`;
  return [
    ...[...here].filter((route) => !wanted.has(route)).map((route) => `route del ${route} ${end}`),
    ...[...wanted].filter((route) => !here.has(route)).map((route) => `route replace ${route} ${end}`),
  ];
}

const single = (address: ipaddr.IPv4 | ipaddr.IPv6): string =>
  address instanceof ipaddr.IPv4 ? `${address.toString()}/32` : `${address.toRFC5952String()}/128`;

import ipaddr from "ipaddr.js";
import type { Ranges } from "./pool";
import { holds } from "./range";

export type Pushed = { routes4: readonly string[]; routes6: readonly string[] };

/**
 * Why clients cannot be sent to these networks; null where they can. One inside a pool would lead a device's packets to where no network
 * is; one that holds a pool (10.0.0.0/8) is no trouble, because the pool's own route is the narrower one.
 */
export function whyNotPush(pushed: Pushed, pools: readonly Ranges[]): { field: string; sentence: string } | null {
  for (const [name, family] of [["routes4", "ipv4"] as const, ["routes6", "ipv6"] as const])
    for (const [at, route] of pushed[name].entries()) {
      // What is no network at all is refused by its own check.
      const pool = ipaddr.isValidCIDR(route) ? pools.find((one) => holds(one[family], route)) : undefined;
      if (pool)
        return {
          field: `${name}.${at}`,
          sentence: `${route} is inside the address pool ${pool[family]}, whose addresses are the devices’ own. Leave it out, or choose another network.`,
        };
    }
  return null;
}

// OpenVPN's `topology` in a node's files: what it has to do with the lines beside it. Pure; the portal and the agent share it.
import type { Topology } from "../addresses/pool";
import { numberOf } from "../addresses/range";
import { isIpv4, isNetmask } from "./network";

/** What a server.conf says; subnet where it says nothing that we know. */
export function topologyOfConf(serverConf: string): Topology {
  return /^topology net30$/m.test(serverConf) ? "net30" : "subnet";
}

/** Whether these are the second and third address of a /30, as net30 wants the two ends of a tunnel. */
export function isMiddleOfNet30(low: string, high: string): boolean {
  return isIpv4(low) && isIpv4(high) && numberOf(low) % 4 === 1 && numberOf(high) === numberOf(low) + 1;
}

/** Why a line that each alone is good does not go with the file's topology; null where all do. Clients told another one get no way. */
export function whyNotTopology(serverConf: string): string | null {
  const topology = topologyOfConf(serverConf);
  const other = topology === "net30" ? "subnet" : "net30";
  const no = (what: string) => `server.conf has topology ${topology}, but ${what}.`;
  if (serverConf.includes(`push "topology ${other}"`)) return no(`tells clients that it is ${other}`);
  const [, low = "", high = ""] = /^ifconfig (\S+) (\S+)$/m.exec(serverConf) ?? [];
  if (!(topology === "net30" ? isMiddleOfNet30(low, high) : isNetmask(high))) return no("its ifconfig line is not");
  if (topology === "net30" && /^push "route-gateway /m.test(serverConf)) return no("tells clients a gateway of subnet");
  const gateways = [...serverConf.matchAll(/^route \S+ \S+( \S+)?$/gm)].map(([, gateway]) => gateway !== undefined);
  return gateways.every((named) => named === (topology === "subnet")) ? null : no(`has a route of ${other}`);
}

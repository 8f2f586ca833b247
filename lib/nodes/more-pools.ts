// What a second pool and each one after it need beside the first: lines of server.conf, and of the files of the devices that have its
// pairs. With one pool there are none of them, so that an agent of before reads every file as it always did; in net30 the first pool
// needs its route too, because a tunnel is no wider than a /30 there. Pure.
import { nodeAddresses, type Pool, type Topology } from "../addresses/pool";
import { isIpv4, readCidr4, readCidr6 } from "./network";

/**
 * The node sends the pool's packets into the tunnel, and tells the first pool's clients that its addresses are in there too. IPv4 needs
 * a gateway here, which must be another address of the tunnel than the node's own (fact 43). With the kernel's offload that gateway would
 * be taken for a client's address, so it is off (fact 45).
 */
export function serverLines(first: Pool, more: readonly Pool[]): { routes: string[]; pushes: string[] } {
  const nets = more.map(netsOf);
  if (first.topology === "net30") {
    const routes = [...[first, ...more].map((pool) => `route ${netsOf(pool).v4}`), ...nets.map(({ v6 }) => `route-ipv6 ${v6}`)];
    return { routes, pushes: routes };
  }
  if (more.length === 0) return { routes: [], pushes: [] };
  const next = nodeAddresses(first).far.ipv4;
  return {
    routes: ["disable-dco", ...nets.flatMap(({ v4, v6 }) => [`route ${v4} ${next}`, `route-ipv6 ${v6}`])],
    pushes: nets.flatMap(({ v4, v6 }) => [`route ${v4}`, `route-ipv6 ${v6}`]),
  };
}

/** A client's gateway must lie in its own range, or it gets no IPv4 route at all and says that all is well (fact 44). In net30 it does. */
export function ccdLines(first: Pool, own: Pool): string {
  const [one, mine] = [netsOf(first), netsOf(own)];
  if (own.topology === "net30") return `push-remove "route-ipv6 ${mine.v6}"\npush "route-ipv6 ${one.v6}"\n`;
  return [
    "push-remove route-gateway",
    `push-remove "route ${mine.v4}"`,
    `push-remove "route-ipv6 ${mine.v6}"`,
    `push "route-gateway ${nodeAddresses(own).own.ipv4}"`,
    `push "route ${one.v4}"`,
    `push "route-ipv6 ${one.v6}"`,
    "",
  ].join("\n");
}

const CCD_LINES =
  /^push-remove route-gateway\npush-remove "route (\S+ \S+)"\npush-remove "route-ipv6 (\S+)"\npush "route-gateway (\S+)"\npush "route (\S+ \S+)"\npush "route-ipv6 (\S+)"\n$/;

const NET30_LINES = /^push-remove "route-ipv6 (\S+)"\npush "route-ipv6 (\S+)"\n$/;

/** Null if these are the lines of a device of a later pool. */
export function checkCcdLines(text: string, topology: Topology): string | null {
  if (topology === "net30") {
    const [, mine = "", one = ""] = NET30_LINES.exec(text) ?? [];
    return isPoolNet6(mine) && isPoolNet6(one) ? null : "The lines of a device of a second pool are not those that net30 has.";
  }
  const match = CCD_LINES.exec(text);
  if (!match) return "The lines of a device of a second pool are not in the form that a node may have.";
  const [, mine4 = "", mine6 = "", gateway = "", one4 = "", one6 = ""] = match;
  return isPoolNet4(mine4) && isPoolNet4(one4) && isPoolNet6(mine6) && isPoolNet6(one6) && isIpv4(gateway)
    ? null
    : "The lines of a device of a second pool name something that is not an address pool.";
}

/** "10.12.0.0 255.255.0.0", as wide as a pool may be and no wider: nobody's other traffic is drawn into the tunnel. */
export function isPoolNet4(text: string): boolean {
  const [base = "", netmask = "", more] = text.split(" ");
  if (more !== undefined) return false;
  return LENGTHS.some((prefix) => {
    const cidr = readCidr4(`${base}/${prefix}`);
    return cidr !== null && cidr.netmask === netmask;
  });
}
const LENGTHS = Array.from({ length: 16 }, (_, i) => 14 + i);

export function isPoolNet6(text: string): boolean {
  const cidr = readCidr6(text);
  return cidr !== null && cidr.prefix >= 48 && cidr.prefix <= 96;
}

/** `route` in server.conf: a pool's range and, but for net30, the gateway inside the tunnel. */
export function isPoolRoute4(text: string): boolean {
  const end = text.lastIndexOf(" ");
  return isPoolNet4(text) || (end > 0 && isPoolNet4(text.slice(0, end)) && isIpv4(text.slice(end + 1)));
}

function netsOf(pool: Pool): { v4: string; v6: string } {
  const v4 = readCidr4(pool.ipv4);
  if (!v4 || !readCidr6(pool.ipv6)) throw new Error(`${pool.ipv4} and ${pool.ipv6} are not an address pool`);
  return { v4: `${v4.base} ${v4.netmask}`, v6: pool.ipv6 };
}

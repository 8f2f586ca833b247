import ipaddr from "ipaddr.js";
import { firstAndLastIndex, MOST_POOLS, nodeAddresses, type Pool, type Ranges } from "./pool";
import { holds, overlap } from "./range";

export type KnownPool = Pool & { id: number };
/** What clients are told to send through the VPN or to ask for names: a pool must not swallow it. */
export type Elsewhere = {
  routes4: readonly string[];
  routes6: readonly string[];
  nameServers: readonly string[];
  /** The company's routers that the nodes speak with. */
  routers?: readonly string[];
};
export type Problem = { field: "ipv4" | "ipv6"; sentence: string };

/**
 * Why a pool cannot have this IPv4 range instead of its own; null where it can. It begins where it began: the index of a pair and the
 * nodes' own address count from there, so that no pair changes (I1). The IPv6 prefix has room for any IPv4 address and stays.
 */
export function whyNotResize(pool: KnownPool, ipv4: string, others: readonly KnownPool[], elsewhere: Elsewhere): Problem | null {
  const no = (sentence: string): Problem => ({ field: "ipv4", sentence });
  if (ipv4 === pool.ipv4) return no(`The pool has the range ${ipv4} already. Choose a wider or a narrower one.`);
  if (ipv4.split("/")[0] !== pool.ipv4.split("/")[0]) {
    return overlap(ipv4, pool.ipv4)
      ? no(
          `${ipv4} does not begin where ${pool.ipv4} does, so the nodes' own address would move. Add what is missing as a second range instead.`,
        )
      : no(`${ipv4} is another range than ${pool.ipv4}: a pool grows and shrinks at its end. Add it as a second range instead.`);
  }
  return whyNotBeside({ ...pool, ipv4 }, others, elsewhere, pool);
}

/** Why this pool cannot stand beside the others; null where it can. */
export function whyNotAdd(pool: Ranges, others: readonly KnownPool[], elsewhere: Elsewhere): Problem | null {
  if (others.length >= MOST_POOLS)
    return { field: "ipv4", sentence: `There are ${MOST_POOLS} address ranges, as many as a node takes. Make one of them wider instead.` };
  return whyNotBeside(pool, others, elsewhere, null);
}

function whyNotBeside(pool: Ranges, others: readonly KnownPool[], elsewhere: Elsewhere, before: Ranges | null): Problem | null {
  for (const family of ["ipv4", "ipv6"] as const) {
    if (before && before[family] === pool[family]) continue;
    const other = others.find((one) => overlap(one[family], pool[family]));
    if (other)
      return { field: family, sentence: `${pool[family]} overlaps the pool ${other[family]}. Choose a range that lies beside it.` };
    const routes = family === "ipv4" ? elsewhere.routes4 : elsewhere.routes6;
    // A network beyond the nodes that the pool would hold in it; one that holds the pool (10.0.0.0/8) is no trouble.
    const route = routes.find((one) => holds(pool[family], one));
    if (route)
      return {
        field: family,
        sentence: `${pool[family]} would swallow ${route}, a network behind the nodes that clients are sent to. Choose another range.`,
      };
    const own = nodeAddresses(pool).own[family];
    const server = elsewhere.nameServers.find(
      (one) => one !== own && !(before && inside(before[family], one)) && inside(pool[family], one),
    );
    if (server) return { field: family, sentence: `${pool[family]} would swallow the name server ${server}. Choose another range.` };
    const router = elsewhere.routers?.find((one) => inside(pool[family], one));
    if (router)
      return {
        field: family,
        sentence: `${pool[family]} would swallow ${router}, a router that the nodes speak with. Choose another range.`,
      };
  }
  return null;
}

function inside(cidr: string, address: string): boolean {
  return ipaddr.isValid(address) && overlap(cidr, `${address}/${address.includes(":") ? 128 : 32}`);
}

/** Which indexes a change of the range brings or takes: those after the smaller one's last, up to the larger one's. */
export function changedIndexes(from: Pool, to: Pool): { kind: "wider" | "narrower"; first: number; last: number } {
  const [before, after] = [firstAndLastIndex(from).last, firstAndLastIndex(to).last];
  return after > before ? { kind: "wider", first: before + 1, last: after } : { kind: "narrower", first: after + 1, last: before };
}

/** The next prefix beside the last pool's: its 64-bit subnet counted up by one. What the form suggests. */
export function nextPrefix(pools: readonly Ranges[]): string {
  const subnets = pools.map(({ ipv6 }) => ipaddr.IPv6.parse(ipv6.split("/")[0] ?? "").toByteArray());
  const base = subnets[0] ?? [];
  const same = subnets.filter((bytes) => bytes.slice(0, 6).join() === base.slice(0, 6).join());
  const subnet = Math.max(...same.map((bytes) => (bytes[6] ?? 0) * 256 + (bytes[7] ?? 0))) + 1;
  const bytes = [...base.slice(0, 6), (subnet >> 8) & 255, subnet & 255, 0, 0, 0, 0, 0, 0, 0, 0];
  return `${new ipaddr.IPv6(bytes).toString()}/64`;
}

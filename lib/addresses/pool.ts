import ipaddr from "ipaddr.js";

/** The two ranges of a pool, as CIDR text in canonical form: IPv4 /14 … /29, IPv6 /48 … /96. */
export type Ranges = { ipv4: string; ipv6: string };
/** OpenVPN's `topology`, the same for all pools of a cluster: an index is one address, or the four of a /30 (net30). */
export type Topology = "subnet" | "net30";
export type Pool = Ranges & { topology: Topology };
/** A node takes no bundle with more of them: it would hear of no removal either. */
export const MOST_POOLS = 64;
export type Pair = { index: number; ipv4: string; ipv6: string };

export class PoolError extends Error {
  constructor(
    readonly field: "ipv4" | "ipv6",
    message: string,
  ) {
    super(message);
  }
}

/** Of the addresses of an index, which is the device's: in a /30 network, far end of the tunnel, device, broadcast. */
const SHAPE = { subnet: { addresses: 1, device: 0 }, net30: { addresses: 4, device: 2 } } as const;

const privateRanges = new Set(["private", "carrierGradeNat"]);

/** Reads what an admin typed. Throws PoolError with a sentence that names the half and says what would be right. */
export function readPool(input: Ranges): Ranges {
  return { ipv4: readIpv4(input.ipv4), ipv6: readIpv6(input.ipv6) };
}

/** The IPv4 range alone, for a pool whose prefix stays. */
export function readIpv4(text: string): string {
  const like = "Write it like 10.8.0.0/16.";
  const match = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(text.trim());
  if (!match?.[1] || !ipaddr.IPv4.isValidFourPartDecimal(match[1]))
    throw new PoolError("ipv4", `The IPv4 range is not a network with a prefix length. ${like}`);
  const bits = Number(match[2]);
  if (bits < 14 || bits > 29)
    throw new PoolError(
      "ipv4",
      "The IPv4 range must be between /14 (262,144 addresses) and /29 (8 addresses). An office of 800 people is well served by a /16.",
    );
  const address = ipaddr.IPv4.parse(match[1]);
  const network = ipaddr.IPv4.networkAddressFromCIDR(`${match[1]}/${bits}`);
  if (address.toString() !== network.toString())
    throw new PoolError("ipv4", `${text.trim()} is not the beginning of its network: did you mean ${network.toString()}/${bits}?`);
  if (!privateRanges.has(address.range()))
    throw new PoolError("ipv4", "The IPv4 range must be private: within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10.");
  return `${network.toString()}/${bits}`;
}

export function readIpv6(text: string): string {
  const like = "Write it like fd7a:6ca6:e640:8000::/64.";
  const match = /^([0-9a-fA-F:.]+)\/(\d{1,3})$/.exec(text.trim());
  if (!match?.[1] || !ipaddr.IPv6.isValid(match[1]))
    throw new PoolError("ipv6", `The IPv6 prefix is not a network with a prefix length. ${like}`);
  const bits = Number(match[2]);
  if (bits < 48 || bits > 96)
    throw new PoolError(
      "ipv6",
      "The IPv6 prefix must be between /48 and /96, so that a whole IPv4 address fits behind it. A /64 is right for most.",
    );
  const address = ipaddr.IPv6.parse(match[1]);
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${match[1]}/${bits}`);
  if (address.toNormalizedString() !== network.toNormalizedString())
    throw new PoolError("ipv6", `${text.trim()} is not the beginning of its network: did you mean ${network.toString()}/${bits}?`);
  if (address.range() !== "uniqueLocal" && address.range() !== "unicast")
    throw new PoolError("ipv6", `The IPv6 prefix must be a unique local one (fd00::/8) or a global one of yours. ${like}`);
  return `${network.toString()}/${bits}`;
}

/** A fresh unique local prefix (RFC 4193): fd, 40 random bits, subnet 8000. `random` has 5 bytes. */
export function randomUlaPrefix(random: Uint8Array): string {
  const bytes = [0xfd, ...random.subarray(0, 5), 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  return `${new ipaddr.IPv6(bytes).toString()}/64`;
}

/** How many indexes the IPv4 range has, those that no device may have included. */
export function poolSize(pool: Pool): number {
  return 2 ** (32 - Number(pool.ipv4.split("/")[1])) / SHAPE[pool.topology].addresses;
}

/** The indexes that devices may get: not the network, not the nodes' own, not the broadcast address; in net30 not the first /30. */
export function firstAndLastIndex(pool: Pool): { first: number; last: number } {
  return pool.topology === "net30" ? { first: 1, last: poolSize(pool) - 1 } : { first: 2, last: poolSize(pool) - 2 };
}

/** Where the addresses of an index begin and end, and which is the device's, counted from the pool's first address. */
export function offsetsOf({ topology }: Pool, index: number): { first: number; device: number; last: number } {
  const { addresses, device } = SHAPE[topology];
  return { first: index * addresses, device: index * addresses + device, last: (index + 1) * addresses - 1 };
}

/** Which index an address belongs to, counted from the pool's first address. */
export function indexAtOffset({ topology }: Pool, offset: number): number {
  return Math.floor(offset / SHAPE[topology].addresses);
}

/** The pair that an index names: both halves from one number, so that each can be read off the other. */
export function pairAt(pool: Pool, index: number): Pair {
  return { index, ...addressesAt(pool, offsetsOf(pool, index).device) };
}

/** The nodes' own end of every tunnel, 10.8.0.1 and <prefix>::10.8.0.1, and the other end as a node names it, which no device has. */
export function nodeAddresses(pool: Ranges): { own: Ranges; far: Ranges } {
  return { own: addressesAt(pool, 1), far: addressesAt(pool, 2) };
}

function addressesAt(pool: Ranges, offset: number): Ranges {
  const [base = ""] = pool.ipv4.split("/");
  const [prefix = ""] = pool.ipv6.split("/");
  const start = ipaddr.IPv4.parse(base)
    .toByteArray()
    .reduce((sum, byte) => sum * 256 + byte, 0);
  const address = start + offset;
  const four = [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255];
  const six = [...ipaddr.IPv6.parse(prefix).toByteArray().slice(0, 12), ...four];
  return { ipv4: four.join("."), ipv6: new ipaddr.IPv6(six).toString() };
}

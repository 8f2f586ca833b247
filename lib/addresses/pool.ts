import ipaddr from "ipaddr.js";

/** The two ranges of a pool, as CIDR text in canonical form: IPv4 /14 … /29, IPv6 /48 … /96. */
export type Pool = { ipv4: string; ipv6: string };
export type Pair = { index: number; ipv4: string; ipv6: string };

export class PoolError extends Error {
  constructor(
    readonly field: "ipv4" | "ipv6",
    message: string,
  ) {
    super(message);
  }
}

/** The nodes' own end of every tunnel has index 1: 10.8.0.1 and <prefix>::10.8.0.1. */
export const NODE_INDEX = 1;

const privateRanges = new Set(["private", "carrierGradeNat"]);

/** Reads what an admin typed. Throws PoolError with a sentence that names the half and says what would be right. */
export function readPool(input: Pool): Pool {
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

/** How many addresses the IPv4 range has, network and broadcast included. */
export function poolSize(pool: Pool): number {
  return 2 ** (32 - Number(pool.ipv4.split("/")[1]));
}

/** The indexes that devices may get: not the network, not the nodes' own, not the broadcast address. */
export function firstAndLastIndex(pool: Pool): { first: number; last: number } {
  return { first: NODE_INDEX + 1, last: poolSize(pool) - 2 };
}

/** The pair that an index names: both halves from one number, so that each can be read off the other. */
export function pairAt(pool: Pool, index: number): Pair {
  const [base = ""] = pool.ipv4.split("/");
  const [prefix = ""] = pool.ipv6.split("/");
  const start = ipaddr.IPv4.parse(base)
    .toByteArray()
    .reduce((sum, byte) => sum * 256 + byte, 0);
  const address = start + index;
  const four = [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255];
  const six = [...ipaddr.IPv6.parse(prefix).toByteArray().slice(0, 12), ...four];
  return { index, ipv4: four.join("."), ipv6: new ipaddr.IPv6(six).toString() };
}

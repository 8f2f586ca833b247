import ipaddr from "ipaddr.js";
import { firstAndLastIndex, indexAtOffset, offsetsOf, pairAt, poolSize, type Pool, type Ranges } from "./pool";

/** 10.8.1.5 as a number, to compare and to count from. */
export function numberOf(ipv4: string): number {
  return ipaddr.IPv4.parse(ipv4)
    .toByteArray()
    .reduce((sum, byte) => sum * 256 + byte, 0);
}

export function ipv4Of(number: number): string {
  return [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255].join(".");
}

/** The first address of a pool as a number. */
const baseOf = (pool: Ranges): number => numberOf(pool.ipv4.split("/")[0] ?? "");

/** Which index of the pool an address belongs to, in net30 any of its four; null where it lies outside. */
export function indexOf(pool: Pool, ipv4: string): number | null {
  const index = indexAtOffset(pool, numberOf(ipv4) - baseOf(pool));
  return index >= 0 && index < poolSize(pool) ? index : null;
}

/** The IPv4 address of the device that has this index. */
export const ipv4At = (pool: Pool, index: number): string => pairAt(pool, index).ipv4;

/** In net30, why an address is no device's although it lies between theirs; null where that is not the reason. */
export function whyNotOfDevices(pools: readonly Pool[], ipv4: string): string | null {
  const pool = pools.find((one) => indexOf(one, ipv4) !== null);
  const index = pool?.topology === "net30" ? indexOf(pool, ipv4) : null;
  if (!pool || index === null) return null;
  const { first, last } = firstAndLastIndex(pool);
  if (index < first || index > last) return null;
  const device = ipv4At(pool, index);
  return device === ipv4
    ? null
    : `In net30 a device has four addresses, of which the third is its own. Choose ${device} instead of ${ipv4}.`;
}

/** The first and last address of these indexes, whether devices may have them or not. */
export function spanOf(pool: Pool, first: number, last: number): { first: string; last: string } {
  const base = baseOf(pool);
  return { first: ipv4Of(base + offsetsOf(pool, first).first), last: ipv4Of(base + offsetsOf(pool, last).last) };
}

/** The indexes whose devices' addresses lie in a range of addresses, as numbers; null where none does. */
export function inPool(pool: Pool, range: { first: number; last: number }): { first: number; last: number } | null {
  const base = baseOf(pool);
  const { device } = offsetsOf(pool, 0);
  const within = (address: number) => indexAtOffset(pool, address - base - device);
  const first = Math.max(0, within(range.first - 1) + 1);
  const last = Math.min(poolSize(pool) - 1, within(range.last));
  return first <= last ? { first, last } : null;
}

/** Whether two networks of one family, as CIDR text, have an address in common. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [ipaddr.parseCIDR(one), ipaddr.parseCIDR(other)];
  if (a[0].kind() !== b[0].kind()) return false;
  const bits = Math.min(a[1], b[1]);
  return prefixOf(a[0], bits) === prefixOf(b[0], bits);
}

/** Whether the first network holds the whole second one. */
export function holds(outer: string, inner: string): boolean {
  return overlap(outer, inner) && ipaddr.parseCIDR(outer)[1] <= ipaddr.parseCIDR(inner)[1];
}

function prefixOf(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  return address
    .toByteArray()
    .map((byte) => byte.toString(2).padStart(8, "0"))
    .join("")
    .slice(0, bits);
}

/** The pool that an assigned pair is of. Throws where there is none: no pool shrinks under a pair. */
export function poolOf<P extends Pool>(pools: readonly P[], ipv4: string): P {
  const pool = pools.length === 1 ? pools[0] : pools.find((one) => indexOf(one, ipv4) !== null);
  if (!pool) throw new Error(`${ipv4} is in no address pool`);
  return pool;
}

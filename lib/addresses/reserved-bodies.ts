import ipaddr from "ipaddr.js";
import { z } from "zod";
import { firstAndLastIndex, type Pool } from "./pool";
import { indexOf } from "./range";

export type Reservation = { first: string; last: string };
const address = (what: string) =>
  z
    .string({ error: `${what} is missing.` })
    .max(60, `${what} is too long.`)
    .trim()
    .refine(
      (text) => ipaddr.IPv4.isValidFourPartDecimal(text) && ipaddr.IPv4.parse(text).toString() === text,
      `${what} is not an IPv4 address. Write it like 10.8.0.10.`,
    );

export const firstAddress = address("The first address");
export const lastAddress = address("The last address");

/** The pool and the indexes that a range of addresses names; a sentence where it names none. */
export function indexesOf<P extends Pool>(
  pools: readonly P[],
  { first, last }: Reservation,
): { pool: P; firstIndex: number; lastIndex: number } | { field: "first" | "last"; sentence: string } {
  const pool = pools.find((one) => indexOf(one, first) !== null);
  if (!pool)
    return { field: "first", sentence: `${first} is in no address pool. The pools are ${pools.map(({ ipv4 }) => ipv4).join(" and ")}.` };
  const [from, to] = [indexOf(pool, first), indexOf(pool, last)];
  if (from === null || to === null)
    return { field: "last", sentence: `${last} is not in ${pool.ipv4}, as ${first} is. Reserve one range for each pool.` };
  if (to < from) return { field: "last", sentence: `The last address ${last} lies before the first, ${first}.` };
  const may = firstAndLastIndex(pool);
  const [firstIndex, lastIndex] = [Math.max(from, may.first), Math.min(to, may.last)];
  return firstIndex <= lastIndex
    ? { pool, firstIndex, lastIndex }
    : { field: "first", sentence: `No device may have ${first}: it is the network's, the nodes' own or the broadcast address.` };
}

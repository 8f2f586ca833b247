import ipaddr from "ipaddr.js";
import { numberOf } from "./range";

/** What somebody looks for among the pairs: all, addresses in these ranges (as numbers), one address, or whoever has one. */
export type PairSearch =
  | { kind: "all" }
  | { kind: "ranges"; ranges: { first: number; last: number }[] }
  | { kind: "ipv6"; ipv6: string }
  | { kind: "words"; text: string };

/**
 * Reads the search field. "10.8.1" finds what begins so: 10.8.1.…, 10.8.10.… to 10.8.19.…, 10.8.100.… to 10.8.199.…; "10.8.1." and
 * "10.8.1.0/24" what lies there, "10.8.1.10-10.8.1.99" what lies between; an IPv6 address is found in any spelling.
 */
export function readSearch(text: string): PairSearch {
  const asked = text.trim().toLowerCase();
  if (asked === "") return { kind: "all" };
  if (/^[\d.]+\/\d{1,2}$/.test(asked) && ipaddr.IPv4.isValidCIDR(asked)) {
    const [network, bits] = [ipaddr.IPv4.networkAddressFromCIDR(asked), Number(asked.split("/")[1])];
    const first = numberOf(network.toString());
    return { kind: "ranges", ranges: [{ first, last: first + 2 ** (32 - bits) - 1 }] };
  }
  const [from, to, more] = asked.split("-").map((part) => part.trim());
  if (from && to && more === undefined && [from, to].every((part) => ipaddr.IPv4.isValidFourPartDecimal(part)))
    return { kind: "ranges", ranges: [{ first: numberOf(from), last: numberOf(to) }] };
  if (/^\d{1,3}(\.\d{1,3}){0,3}\.?$/.test(asked) && asked.includes(".")) return { kind: "ranges", ranges: byBeginning(asked) };
  if (asked.includes(":") && ipaddr.IPv6.isValid(asked) && !asked.includes("%"))
    return { kind: "ipv6", ipv6: ipaddr.IPv6.parse(asked).toString() };
  return { kind: "words", text: asked.normalize("NFKD").replace(/\p{M}/gu, "") };
}

function byBeginning(text: string): { first: number; last: number }[] {
  const closed = text.endsWith(".");
  const octets = text.split(".").filter((octet) => octet !== "");
  const whole = closed || octets.length === 4 ? octets : octets.slice(0, -1);
  if (octets.some((octet) => Number(octet) > 255) || octets.length > 4) return [];
  const rest = 4 - whole.length;
  const base = whole.reduce((sum, octet) => sum * 256 + Number(octet), 0) * 256 ** rest;
  const open = octets.length === 4 || closed ? null : (octets.at(-1) ?? "");
  // The fourth octet may be the beginning of a longer one too: 10.8.1.1 is also how 10.8.1.12 begins.
  if (octets.length === 4) return continued(octets.at(-1) ?? "", base - Number(octets.at(-1)), 1);
  if (open === null) return [{ first: base, last: base + 256 ** rest - 1 }];
  return continued(open, base, 256 ** (rest - 1));
}

/** The octets that begin with these digits, as ranges of addresses, lowest first. */
function continued(digits: string, base: number, size: number): { first: number; last: number }[] {
  const value = Number(digits);
  const found = [{ from: value, to: value }];
  if (value > 0 && value < 26) found.push({ from: value * 10, to: Math.min(255, value * 10 + 9) });
  if (value > 0 && value < 3) found.push({ from: value * 100, to: Math.min(255, value * 100 + 99) });
  return found.map(({ from, to }) => ({ first: base + from * size, last: base + (to + 1) * size - 1 }));
}

import ipaddr from "ipaddr.js";
import { foldedPrefix } from "./search-terms";

/** What a search may mean, each a beginning; null where it cannot mean that. */
export type SearchQuery = { words: string | null; ipv4: string | null; ipv6: string[]; commonName: string | null; serial: string | null };

/** Fewer hexadecimal digits would find a sixteenth, or a few thousandths, of all certificates. */
const LEAST_SERIAL = 5;

/** Reads a search as names, addresses of either family, common names and serials. Pure. */
export function readSearch(search: string): SearchQuery {
  const text = search.trim().slice(0, 400);
  const lower = text.toLowerCase().replace(/^\[|\]$/g, "");
  const hex = lower.replaceAll(":", "");
  const isSerial = /^[0-9a-f]{2}(:?[0-9a-f]{2})*:?[0-9a-f]?$/.test(lower) && hex.length >= LEAST_SERIAL && hex.length <= 40;
  return {
    words: foldedPrefix(text) || null,
    ipv4: /^\d{1,3}(\.\d{0,3}){0,3}$/.test(lower) ? lower : null,
    ipv6: ipv6Prefixes(lower),
    commonName: /^[a-z0-9-]+(\.[a-z0-9-]*)+$/.test(lower) ? lower : null,
    serial: isSerial ? hex : null,
  };
}

/** As it is typed, and where it is a whole address as it is stored: FD7A:0::10.8.1.5 is fd7a::a08:105. */
function ipv6Prefixes(text: string): string[] {
  if (!/^[0-9a-f]{1,4}:[0-9a-f:.]*$/.test(text)) return [];
  const whole = ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text).toString() : text;
  return [...new Set([whole, text])];
}

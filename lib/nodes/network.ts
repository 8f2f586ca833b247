// Addresses as they stand in OpenVPN's files: canonical text only. Pure; the portal and the agent share it.
import ipaddr from "ipaddr.js";

const { IPv4, IPv6 } = ipaddr;

/** One spelling per address, so that no two texts mean the same and a parser's leniency is nobody's way in. */
export function isIpv4(text: string): boolean {
  return IPv4.isValidFourPartDecimal(text) && IPv4.parse(text).toString() === text;
}

export function isIpv6(text: string): boolean {
  return !/[%.]/.test(text) && IPv6.isValid(text) && IPv6.parse(text).toRFC5952String() === text;
}

/** "10.8.0.0/16" → its base, prefix length and netmask; null unless canonical with no host bits. */
export function readCidr4(text: string): { base: string; prefix: number; netmask: string } | null {
  const [base, prefix] = split(text, 32);
  if (base === undefined || prefix === undefined || !isIpv4(base)) return null;
  const netmask = IPv4.subnetMaskFromPrefixLength(prefix).toString();
  return IPv4.networkAddressFromCIDR(text).toString() === base ? { base, prefix, netmask } : null;
}

export function readCidr6(text: string): { base: string; prefix: number } | null {
  const [base, prefix] = split(text, 128);
  if (base === undefined || prefix === undefined || !isIpv6(base)) return null;
  return IPv6.networkAddressFromCIDR(text).toRFC5952String() === base ? { base, prefix } : null;
}

/** Whether the text is a netmask with no holes, such as 255.255.0.0. */
export function isNetmask(text: string): boolean {
  return isIpv4(text) && IPv4.parse(text).prefixLengthFromSubnetMask() !== null;
}

function split(text: string, longest: number): [string?, number?] {
  const match = /^([0-9a-f.:]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  if (!match || Number(match[2]) > longest) return [];
  return [match[1], Number(match[2])];
}

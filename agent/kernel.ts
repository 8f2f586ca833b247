import { readFileSync, writeFileSync } from "node:fs";
import { sentenceOf } from "./log";

const FORWARDING = ["net/ipv4/ip_forward", "net/ipv6/conf/all/forwarding"];

export function sysctl(name: string): string | null {
  try {
    return readFileSync(`/proc/sys/${name}`, "utf8").trim();
  } catch {
    return null;
  }
}

/** Switches both families' forwarding on (fact 37). Returns why it is off, or null. */
export function turnForwardingOn(): string | null {
  for (const name of FORWARDING) {
    if (sysctl(name) === "1") continue;
    try {
      writeFileSync(`/proc/sys/${name}`, "1\n");
    } catch (error) {
      return `${name.replaceAll("/", ".")} is not 1 and cannot be set: VPN traffic stops at this node. ${sentenceOf(error)}`;
    }
  }
  return null;
}

/** What keeps asymmetric routes from working: the stricter of "all" and the device decides. */
export function strictReversePath(device: string): boolean {
  const values = ["all", device].map((name) => Number(sysctl(`net/ipv4/conf/${name}/rp_filter`) ?? "0"));
  return Math.max(...values) === 1;
}

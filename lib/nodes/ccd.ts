// One device's file in client-config-dir. Pure; the portal writes it, the agent checks it.
import { nodeAddresses, type Pool, type Topology } from "../addresses/pool";
import { numberOf, ipv4Of } from "../addresses/range";
import { ccdLines, checkCcdLines } from "./more-pools";
import { isIpv4, isIpv6, isNetmask, readCidr4, readCidr6 } from "./network";
import { isMiddleOfNet30 } from "./topology";

/**
 * The two lines that give a device its pair, and what a pool after the first one needs beside them (`first` is then the pool that the
 * nodes' own address is of). An empty or half-written file would let it in without (fact 15), so the agent takes nothing that differs
 * from this by a byte.
 */
export function renderCcd(device: { ipv4: string; ipv6: string; pool: Pool; first?: Pool }): string {
  const v4 = readCidr4(device.pool.ipv4);
  const v6 = readCidr6(device.pool.ipv6);
  if (!v4 || !v6) throw new Error(`${device.pool.ipv4} and ${device.pool.ipv6} are not an address pool`);
  const { own } = nodeAddresses(device.pool);
  const beside = device.pool.topology === "net30" ? ipv4Of(numberOf(device.ipv4) - 1) : v4.netmask;
  const more = device.first && device.first.ipv4 !== device.pool.ipv4 ? ccdLines(device.first, device.pool) : "";
  return `ifconfig-push ${device.ipv4} ${beside}\nifconfig-ipv6-push ${device.ipv6}/${v6.prefix} ${own.ipv6}\n${more}`;
}

const SHAPE = /^ifconfig-push (\S{7,15}) (\S{7,15})\nifconfig-ipv6-push (\S{2,39})\/([1-9]\d{1,2}) (\S{2,39})\n(push-remove [^]*)?$/;

/** Null if the text is a ccd file of this topology, else why not, as a sentence. */
export function checkCcd(text: string, topology: Topology): string | null {
  const match = SHAPE.exec(text);
  if (!match) return "A ccd file is two lines, ifconfig-push and ifconfig-ipv6-push, those of a second pool, and nothing else.";
  const [, ipv4 = "", beside = "", ipv6 = "", prefix = "", node = "", more] = match;
  if (!isIpv4(ipv4)) return "ifconfig-push needs an IPv4 address in its usual spelling.";
  if (topology === "net30" && !isMiddleOfNet30(beside, ipv4))
    return "In net30 ifconfig-push needs the third address of a /30 and then the second, such as 10.8.0.6 10.8.0.5.";
  if (topology === "subnet" && !isNetmask(beside)) return "ifconfig-push needs a netmask such as 255.255.0.0.";
  if (!isIpv6(ipv6) || !isIpv6(node)) return "ifconfig-ipv6-push needs IPv6 addresses in their shortest spelling.";
  if (Number(prefix) < 48 || Number(prefix) > 128) return "ifconfig-ipv6-push needs a prefix length from 48 to 128.";
  return more === undefined ? null : checkCcdLines(more, topology);
}

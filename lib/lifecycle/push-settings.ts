import { z } from "zod";
import { isIpv4, isIpv6, readCidr4, readCidr6 } from "@/lib/nodes/network";

const MOST = 32;
const DOMAIN = /^(?=.{1,120}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

function list(what: string, right: (text: string) => boolean, like: string) {
  const one = z
    .string()
    .max(200)
    .transform((text) => text.trim())
    .superRefine((text, issues) => {
      if (!right(text))
        issues.addIssue({
          code: "custom",
          message: `${JSON.stringify(text).slice(0, 60)} is not ${what}. Write each on a line of its own, like ${like}.`,
        });
    });
  return z
    .array(one)
    .max(MOST, `${MOST} at most.`)
    .transform((all) => [...new Set(all)]);
}

/** What every client is told when it connects. All may be empty: then the VPN reaches nothing but the nodes until routes are added. */
export const PushSettings = z.strictObject({
  nameServers: list("a name server's address", (text) => isIpv4(text) || isIpv6(text), "10.20.0.53 or fd00:20::53"),
  searchDomains: list("a search domain", (text) => DOMAIN.test(text), "corp.example.org"),
  routes4: list("an IPv4 network", (text) => readCidr4(text) !== null, "10.20.0.0/24"),
  routes6: list("an IPv6 network", (text) => readCidr6(text) !== null, "fd00:20::/64"),
});

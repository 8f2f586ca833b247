import { z } from "zod";
import { version } from "@/lib/core/version";
import { siteName } from "./naming";
import { isIpv4, isIpv6 } from "./network";

/** Neither end of the numbers, nor the one that stands for what does not fit into two bytes (RFC 7607, RFC 7300, RFC 6793). */
const NO_AS = new Set([23456, 65535]);
const asNumber = (what: string) => {
  const sentence = `${what} must be a whole number from 1 to 4,294,967,294; 64512 to 65534 are for private use.`;
  return z
    .number(sentence)
    .int(sentence)
    .min(1, sentence)
    .max(4_294_967_294, sentence)
    .refine((as) => !NO_AS.has(as), `${what} must be another one: 23456 and 65535 are nobody’s (RFC 6793, RFC 7300).`);
};
const whole = (what: string, least: number, most: number) => {
  const sentence = `${what} must be a whole number from ${least.toLocaleString("en-GB")} to ${most.toLocaleString("en-GB")}.`;
  return z.number(sentence).int(sentence).min(least, sentence).max(most, sentence);
};

/** "0.0.0.51", or "51", which means the same (RFC 2328 section 12.1.3 writes it as an address). */
const area = z
  .string({ error: "The area is missing." })
  .max(40, "The area is too long.")
  .transform((text) => text.trim())
  .superRefine((text, issues) => {
    if (dotted(text) === null)
      issues.addIssue({
        code: "custom",
        message: "The area must be a number from 0 to 4294967295, or dotted: 0 or 0.0.0.0 is the backbone.",
      });
  })
  .transform((text) => dotted(text) ?? "");

function dotted(text: string): string | null {
  if (isIpv4(text)) return text;
  if (!/^(0|[1-9]\d{0,9})$/.test(text) || Number(text) > 0xffffffff) return null;
  const n = Number(text);
  return [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join(".");
}

/** FRR ends a word at a blank, and a line at "!" and "#". */
const secret = (what: string, most: number) =>
  z
    .string()
    .min(1, `${what} is empty. Send null to go without one.`)
    .max(most, `${what} is too long: ${most} characters at most.`)
    .regex(/^[A-Za-z0-9_./+=-]*$/, `${what} may have letters, digits and _ . / + = - only.`)
    .nullable();

const neighborAddress = z
  .string({ error: "The neighbour’s address is missing." })
  .max(60, "The neighbour’s address is too long.")
  .transform((text) => text.trim())
  .superRefine((text, issues) => {
    const wrong = whyNoNeighbor(text);
    if (wrong) issues.addIssue({ code: "custom", message: `${JSON.stringify(text).slice(0, 60)} ${wrong}` });
  });

function whyNoNeighbor(text: string): string | null {
  if (!isIpv4(text) && !isIpv6(text)) return "is not an IP address in its usual spelling. Write it like 10.10.0.1 or fd00:10::1.";
  if (/^(0\.|127\.|22[4-9]\.|23\d\.|24\d\.|25\d\.)|^(::1?$|ff)/.test(text)) return "is no router’s address.";
  // A link-local one would need the interface with it.
  return /^fe[89ab]/.test(text) ? "is a link-local address. Give the router a global or unique local one." : null;
}

const Neighbors = z
  .array(z.strictObject({ address: neighborAddress, as: asNumber("The neighbour’s AS number") }))
  .max(32, "A site has 32 neighbours at most.");

/** What the page sends: all of it. A key or password that is left out stays; null takes it away. A site that is left out has no neighbours. */
export const RoutingBody = z
  .strictObject({
    version,
    protocol: z.enum(["none", "ospf", "bgp"], { error: "The protocol must be none, ospf or bgp." }),
    area: area.default("0.0.0.0"),
    helloSeconds: whole("The hello interval in seconds", 1, 65_535).default(1),
    deadSeconds: whole("The dead interval in seconds", 1, 65_535).default(4),
    keyId: whole("The key’s ID", 1, 255).default(1),
    // OSPFv2's MD5 counts 16 characters (RFC 2328 appendix D.3).
    ospfKey: secret("The key", 16).optional(),
    localAs: asNumber("The nodes’ AS number").nullable().default(null),
    keepaliveSeconds: whole("The keepalive interval in seconds", 1, 65_535).default(1),
    // RFC 4271 section 4.2: zero, or three at least; zero would never notice a crash.
    holdSeconds: whole("The hold time in seconds", 3, 65_535).default(3),
    bgpPassword: secret("The password", 64).optional(),
    sites: z
      .array(z.strictObject({ site: siteName, neighbors: Neighbors }))
      .max(200, "200 sites at most.")
      .default([]),
  })
  .superRefine((body, issues) => {
    const refuse = (path: (string | number)[], message: string) => issues.addIssue({ code: "custom", message, path });
    if (body.deadSeconds <= body.helloSeconds)
      refuse(["deadSeconds"], "The dead interval must be longer than the hello interval: four times as long is usual.");
    if (body.holdSeconds <= body.keepaliveSeconds)
      refuse(["holdSeconds"], "The hold time must be longer than the keepalive interval: three times as long is usual.");
    body.sites.forEach(({ site }, at) => {
      if (body.sites.findIndex((one) => one.site === site) < at) refuse(["sites", at, "site"], `${site} stands twice in the list.`);
    });
  });
export type RoutingBody = z.output<typeof RoutingBody>;

/** The node that speaks them is named by it; no two alike (RFC 2328 section 5, RFC 6286). */
export const routerId = z
  .string()
  .transform((text) => text.trim())
  .pipe(
    z
      .string()
      .refine(
        (text) => isIpv4(text) && text !== "0.0.0.0" && text !== "255.255.255.255",
        "The router ID must be written as an IPv4 address, such as 10.10.0.21: usually the node’s own towards the core.",
      ),
  );

export const coreInterface = z
  .string()
  .transform((text) => text.trim())
  .pipe(
    z
      .string()
      .refine(
        (text) => /^(?!(null|lo)$)[a-zA-Z][a-zA-Z0-9_.-]{0,14}$/.test(text),
        "The core interface must be a network device’s name of 15 characters at most, such as eth1: the one towards the company’s routers.",
      ),
  );

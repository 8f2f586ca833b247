import ipaddr from "ipaddr.js";
import { z } from "zod";
import { lineOfText } from "@/lib/users/naming";
import { isIpv4, isIpv6 } from "./network";

export const NODE_NAME = /^[a-z][a-z0-9-]{0,29}$/;
const HOST_NAME = /^(?=.{1,253}$)(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

/** Pages and routes of their own stand at these words, beside the nodes. */
const KEPT = ["new", "enrol", "map", "remotes", "rollouts", "route-scripts", "sites", "balancers"];

export const nodeName = z
  .string({ error: "The node's name is missing." })
  .refine(
    (text) => NODE_NAME.test(text),
    "The node's name must begin with a letter a–z and have only a–z, 0–9 and hyphens, 30 at most: vpn1",
  )
  .refine((text) => !KEPT.includes(text), "This name is kept for a page of the portal. Choose another.");

/** What clients dial: an IPv4 or IPv6 address in its usual spelling, or a host name. */
export const publicAddress = z
  .string({ error: "The public address is missing." })
  .transform((text) => text.trim())
  .pipe(
    z
      .string()
      .refine(
        (text) => isIpv4(text) || isIpv6(text) || (HOST_NAME.test(text) && !looksNumeric(text)),
        "The public address must be what clients connect to: an IP address such as 198.51.100.25, or a host name such as vpn1.example.org",
      ),
  );

export const port = z
  .number({ error: "The port must be a number from 1 to 65535; OpenVPN's own is 1194." })
  .int("The port must be a whole number.")
  .min(1, "The port must be from 1 to 65535.")
  .max(65535, "The port must be from 1 to 65535.");

export const tunInterface = z
  .string({ error: "The interface is missing." })
  .refine(
    (text) => /^(?!null$)[a-zA-Z][a-zA-Z0-9_-]{0,14}$/.test(text),
    "The interface must be a network device's name of 15 characters at most, such as tun0",
  );

export const siteName = lineOfText("The site's name", 40);

export const AddNodeBody = z.strictObject({
  name: nodeName,
  address: publicAddress,
  port: port.default(1194),
  proto: z.enum(["udp", "tcp"], { error: "The protocol must be udp or tcp." }).default("udp"),
  interface: tunInterface.default("tun0"),
  site: siteName.optional(),
  /** Clients dial it themselves; without it only through a balancer, or a remote that is added later. */
  remote: z.boolean("Dialling the node itself must be true or false.").default(true),
});

/** "999.1.1.1" or "1234": meant as an address, but none. */
function looksNumeric(text: string): boolean {
  return /^[\d.]+$/.test(text) || ipaddr.IPv4.isValid(text);
}

/** The common name in a node's certificate; profiles ask for its beginning (`verify-x509-name … name-prefix`). */
export function nodeNamePrefix(clusterUuid: string): string {
  return `homeport-${clusterUuid.slice(0, 8)}-`;
}
export function nodeCommonName(clusterUuid: string, node: string): string {
  return nodeNamePrefix(clusterUuid) + node;
}

import { z } from "zod";

const time = z.iso.datetime();

/** A site with what stands there, as the API answers it (lib/nodes/list-sites.ts). */
export const SiteAnswer = z.object({
  id: z.uuid(),
  name: z.string(),
  version: z.int().describe("Sent back with a change"),
  createdAt: time,
  nodes: z.array(z.string()),
  balancers: z.array(z.string()),
  stays: z.string().nullable().describe("Why it cannot be removed"),
});

/** A remote line (lib/nodes/list-remotes.ts). */
export const RemoteAnswer = z.object({
  id: z.uuid(),
  address: z.string(),
  port: z.int(),
  proto: z.enum(["udp", "tcp"]),
  weight: z.int().describe("How often the line stands in a profile"),
  version: z.int().describe("Sent back with a change"),
  of: z.object({ kind: z.enum(["node", "balancer"]), name: z.string() }),
  listed: z.boolean().describe("Whether profiles are given it now"),
  why: z.string().nullable().describe("Why they are not"),
});

/** A balancer (lib/nodes/list-balancers.ts). */
export const BalancerAnswer = z.object({
  name: z.string(),
  site: z.string().nullable(),
  version: z.int().describe("Sent back with a change"),
  hidesSources: z.boolean().describe("Nodes see its address instead of the client’s"),
  ownAddresses: z.array(z.string()),
  nodes: z.array(z.string()),
  remotes: z.array(z.object({ id: z.uuid(), address: z.string(), port: z.int(), proto: z.string() })),
  createdAt: time,
  removedAt: time.nullable(),
  joinExpiresAt: time.nullable(),
  enrolledAt: time.nullable().describe("When its agent joined; null without one"),
  reportedAt: time.nullable(),
  silent: z.boolean().describe("Its agent joined, and was not heard of for 45 seconds"),
  revision: z.string().nullable().describe("The revision that it serves, in decimal digits"),
  behind: z.int().describe("Revisions that it does not serve yet"),
  agentVersion: z.string().nullable(),
  clockOffsetMs: z.int().nullable(),
  faults: z.array(z.object({ code: z.string(), sentence: z.string() })),
  backends: z.array(z.object({ node: z.string(), up: z.boolean(), since: time })).describe("How it finds each node"),
});

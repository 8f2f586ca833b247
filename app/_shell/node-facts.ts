import { z } from "zod";

const time = z.iso.datetime();

/** A node in a list, as the API answers it (lib/nodes/read.ts). */
export const NodeFacts = z.object({
  name: z.string(),
  version: z.int().describe("Sent with an edit"),
  site: z.string(),
  address: z.string(),
  port: z.int(),
  proto: z.string(),
  interface: z.string(),
  coreInterface: z.string().nullable(),
  routerId: z.string().nullable(),
  state: z.enum(["joining", "active", "removed"]),
  drainedAt: time.nullable().describe("Since when it takes nobody"),
  setAsideAt: time.nullable().describe("Since when nobody waits for it"),
  reportedAt: time.nullable(),
  silent: z.boolean().describe("Active, and not heard of for 45 seconds"),
  revision: z.string().nullable().describe("The revision that it serves, in decimal digits"),
  behind: z.int().describe("Revisions that it does not serve yet"),
  crlThisUpdate: time.nullable(),
  crlNextUpdate: time.nullable(),
  openvpnVersion: z.string().nullable(),
  openvpnRunning: z.boolean().nullable(),
  openvpnStartedAt: time.nullable(),
  restartDue: z.string().nullable().describe("Why its OpenVPN waits to be started again"),
  agentVersion: z.string().nullable(),
  clockOffsetMs: z.int().nullable(),
  faults: z.array(z.object({ code: z.string(), sentence: z.string() })),
  vpnSessions: z.int(),
  enrolledAt: time.nullable(),
  joinExpiresAt: time.nullable(),
});

/** One node with a page of its VPN sessions. */
export const NodeDetails = NodeFacts.extend({
  sessions: z.array(
    z.object({
      commonName: z.string(),
      username: z.string().nullable(),
      ipv4: z.string().nullable(),
      ipv6: z.string().nullable(),
      source: z.string(),
      since: time,
      bytesIn: z.string(),
      bytesOut: z.string(),
    }),
  ),
  next: z.string().nullable(),
  previous: z.string().nullable(),
  certificateNotAfter: time.nullable(),
  deceivesUntil: time.nullable().describe("Until then a revoked key of it could deceive clients, which hold no CRL"),
  rollout: z
    .object({ id: z.uuid(), state: z.enum(["running", "done", "stopped", "failed"]) })
    .nullable()
    .describe("The rollout that has something for it"),
});

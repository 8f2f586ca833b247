import { z } from "zod";

const time = z.iso.datetime();

/** A node in a list, as the API answers it (lib/nodes/read.ts). */
export const NodeFacts = z.object({
  name: z.string(),
  address: z.string(),
  port: z.int(),
  proto: z.string(),
  interface: z.string(),
  state: z.enum(["joining", "active", "removed"]),
  reportedAt: time.nullable(),
  silent: z.boolean().describe("Active, and not heard of for 45 seconds"),
  revision: z.string().nullable().describe("The revision that it serves, in decimal digits"),
  behind: z.int().describe("Revisions that it does not serve yet"),
  crlThisUpdate: time.nullable(),
  crlNextUpdate: time.nullable(),
  openvpnVersion: z.string().nullable(),
  openvpnRunning: z.boolean().nullable(),
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
});

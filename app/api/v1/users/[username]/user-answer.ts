import { z } from "zod";

const time = z.iso.datetime();
const maybe = time.nullable();
const count = z.string().describe("A whole number as text.");

const certificate = z.object({
  serial: z.string(),
  commonName: z.string(),
  notBefore: time,
  notAfter: time,
  state: z.enum(["valid", "suspended", "revoked", "expired", "pending"]),
  revokedAt: maybe,
  firstSeenAt: maybe.describe("When a node first reported a VPN session of it."),
  overlapEndsAt: maybe.describe("While it is being renewed: until then it is good beside its renewal."),
  profileRemotes: z.string().nullable().describe("The key of the list of remotes that its profile has."),
});
const device = z.object({
  id: z.uuid(),
  name: z.string(),
  ipv4: z.string(),
  ipv6: z.string(),
  createdAt: time,
  removedAt: maybe,
  contestedAt: maybe.describe("Since when it is in use in two places"),
  lost: z.boolean(),
  invitation: z
    .object({
      id: z.uuid(),
      kind: z.enum(["first", "renewal"]),
      state: z.enum(["open", "used", "withdrawn", "expired"]),
      expiresAt: time,
      createdAt: time,
    })
    .nullable(),
  certificates: z.array(certificate),
  vpnSessions: z.array(
    z.object({
      node: z.string(),
      commonName: z.string(),
      ipv4: z.string().nullable(),
      ipv6: z.string().nullable(),
      source: z.string(),
      since: time,
      bytesIn: count,
      bytesOut: count,
    }),
  ),
});
const cause = z.enum(["suspended", "offboarded", "revoked", "lost", "superseded", "expired"]);
const receipts = z.object({
  revision: count.nullable(),
  committedAt: maybe,
  cause: cause.nullable(),
  endRevision: count.nullable().describe("The revision that admitted the names again."),
  commonNames: z.array(z.string()),
  nodes: z.array(
    z.object({
      name: z.string(),
      silent: z.boolean(),
      reportedAt: maybe,
      state: z.enum(["waiting", "refused", "clear"]),
      barriers: z.enum(["both", "ccd only"]).nullable(),
      refusedAfterMs: z.number().nullable(),
      clearAfterMs: z.number().nullable(),
      refusedAt: maybe,
      clearAt: maybe,
      mayAdmitUntil: maybe,
    }),
  ),
  earlier: z.array(
    z.object({
      revision: count,
      committedAt: time,
      cause,
      commonNames: z.array(z.string()),
      endRevision: count.nullable(),
      nodes: z.int(),
      refused: z.int(),
      clear: z.int(),
    }),
  ),
});

/** What GET /api/v1/users/{username} answers. */
export const UserAnswer = z.object({
  username: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  state: z.enum(["active", "suspended", "offboarded"]),
  version: z.int().describe("Send it with an edit."),
  createdAt: time,
  suspendedAt: maybe,
  leavesAt: maybe.describe("When the user is offboarded without anyone asking."),
  offboardedAt: maybe,
  offboardRevision: count.nullable(),
  devices: z.array(device),
  olderDevices: z.int().describe("Devices of before that `devices` leaves out."),
  receipts,
});

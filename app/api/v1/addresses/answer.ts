import { z } from "zod";

const date = z.iso.datetime();
const counts = { free: z.int(), assigned: z.int(), quarantined: z.int(), reserved: z.int() };

export const State = z.enum(["free", "assigned", "quarantined", "reserved"]);
const Waits = z
  .object({
    until: date.describe("When its rest is over."),
    rested: z.boolean(),
    nodes: z.array(z.string()).describe("Nodes that have not reported a revision without it; ten at most."),
  })
  .nullable()
  .describe("What a pair in quarantine waits for before somebody else may get it.");

const place = { next: z.string().nullable().describe("The cursor of the next page."), previous: z.string().nullable() };

export const PairsAnswer = z.object({
  rows: z.array(
    z.object({
      poolId: z.int(),
      index: z.int(),
      ipv4: z.string(),
      ipv6: z.string(),
      state: State,
      username: z.string().nullable(),
      device: z.string().nullable(),
      waits: Waits,
    }),
  ),
  ...place,
  more: z.boolean().describe("Whether a search for a person found more than it shows."),
});

export const AddressAnswer = z.object({
  ipv4: z.string(),
  ipv6: z.string(),
  pair: z
    .object({
      poolId: z.int(),
      pool: z.string(),
      index: z.int(),
      state: State,
      waits: Waits,
      reserved: z.object({ first: z.string(), last: z.string(), note: z.string() }).nullable(),
    })
    .nullable()
    .describe("Null where the address is in no pool any more."),
  holders: z
    .array(z.object({ username: z.string(), name: z.string(), device: z.string(), from: date, until: date.nullable() }))
    .describe("Who has or had it, the latest first, 50 at most."),
});

const Pool = {
  id: z.int(),
  ipv4: z.string(),
  ipv6: z.string(),
  topology: z.enum(["subnet", "net30"]).describe("What an index is: one address, or a /30."),
};
export const PoolsAnswer = z.object({
  pools: z.array(
    z.object({
      ...Pool,
      createdAt: date,
      version: z.int().describe("Send it with a change."),
      first: z.boolean().describe("The nodes’ own address is of this one."),
      ...counts,
    }),
  ),
});

const MapBlock = z.object({ block: z.int(), first: z.string(), last: z.string(), ...counts });
export const MapAnswer = z.object({
  pool: z.object(Pool),
  groups: z.array(MapBlock).describe("Of 16,384 indexes each; empty where the pool has one."),
  group: z.int(),
  blocks: z.array(MapBlock).describe("The group’s blocks of 128 indexes each."),
  block: z.int().nullable(),
  cells: z.array(
    z.object({
      index: z.int(),
      ipv4: z.string(),
      state: z.enum(["free", "assigned", "quarantined", "reserved", "none"]),
      username: z.string().nullable(),
      device: z.string().nullable(),
    }),
  ),
});

export const PreviewAnswer = z.object({
  kind: z.enum(["wider", "narrower", "further"]),
  pairs: z.int().describe("How many pairs come, or go."),
  problem: z.object({ sentence: z.string(), field: z.string().optional() }).nullable().describe("Why it would be refused."),
  inTheWay: z
    .array(
      z.object({
        index: z.int(),
        ipv4: z.string(),
        state: z.enum(["assigned", "quarantined", "reserved"]),
        username: z.string().nullable(),
        device: z.string().nullable(),
      }),
    )
    .describe("Pairs that keep the pool from getting narrower, 50 at most."),
  inTheWayMore: z.boolean(),
  nodes: z
    .array(z.object({ name: z.string(), vpnSessions: z.int(), agentVersion: z.string().nullable(), tooOld: z.boolean() }))
    .describe("The nodes that start their OpenVPN again."),
  serverConf: z
    .array(
      z.object({
        nodes: z.array(z.string()),
        lines: z.array(z.object({ mark: z.enum(["same", "gone", "new"]), text: z.string() })),
      }),
    )
    .describe("What changes in their server.conf, once for the nodes where the same lines do."),
});

export const ReservedAnswer = z.object({
  rows: z.array(
    z.object({
      id: z.uuid(),
      pool: z.string(),
      first: z.string(),
      last: z.string(),
      addresses: z.int(),
      note: z.string(),
      createdAt: date,
      createdBy: z.string(),
      kept: z.boolean().describe("Whether somebody has a pair in it."),
    }),
  ),
  ...place,
});

export const whole = (what: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `${what} is a whole number.`)
    .transform(Number);
export const cursor = z.string().max(400, "This cursor is too long: begin at the first page.").optional();

import ipaddr from "ipaddr.js";
import type { PairState } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { ipv4At } from "./range";
import { readWaits, type WaitsOf } from "./read-waits";

export type Holder = { username: string; name: string; device: string; from: Date; until: Date | null };
export type AddressFacts = {
  ipv4: string;
  ipv6: string;
  /** Null where the address is in no pool any more. */
  pair: {
    poolId: number;
    pool: string;
    index: number;
    state: PairState;
    waits: WaitsOf;
    reserved: { first: string; last: string; note: string } | null;
  } | null;
  /** Who has or had it, the latest first, 50 at most. */
  holders: Holder[];
};

/** An address in either family and any spelling; null where no pool has it and nobody ever had it. */
export async function readAddress(ctx: Context, text: string): Promise<AddressFacts | null> {
  demand(ctx.actor, "addresses.read");
  const where = addressIn(text);
  if (!where) return null;
  const found = await db().addressPair.findFirst({ where, include: { pool: true } });
  const devices = await db().device.findMany({
    where,
    orderBy: { createdAt: "desc" },
    take: 50,
    select: { name: true, ipv4: true, ipv6: true, createdAt: true, removedAt: true, user: { select: { username: true, name: true } } },
  });
  const either = found ?? devices[0];
  if (!either) return null;
  const reserved = found
    ? await db().reservedRange.findFirst({
        where: { poolId: found.poolId, firstIndex: { lte: found.index }, lastIndex: { gte: found.index } },
      })
    : null;
  return {
    ipv4: either.ipv4,
    ipv6: either.ipv6,
    pair: found && {
      poolId: found.poolId,
      pool: found.pool.ipv4,
      index: found.index,
      state: found.state,
      waits: (await readWaits(ctx, [found]))[0] ?? null,
      reserved: reserved && {
        first: ipv4At(found.pool, reserved.firstIndex),
        last: ipv4At(found.pool, reserved.lastIndex),
        note: reserved.note,
      },
    },
    holders: devices.map(({ name, createdAt, removedAt, user }) => ({
      username: user.username,
      name: user.name,
      device: name,
      from: createdAt,
      until: removedAt,
    })),
  };
}

function addressIn(text: string): { ipv4: string } | { ipv6: string } | null {
  if (text.length > 60) return null;
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return { ipv4: ipaddr.IPv4.parse(text).toString() };
  return text.includes(":") && !text.includes("%") && ipaddr.IPv6.isValid(text) ? { ipv6: ipaddr.IPv6.parse(text).toString() } : null;
}

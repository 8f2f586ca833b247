import { z } from "zod";
import { ipv4At } from "@/lib/addresses/range";
import { firstAddress, indexesOf, lastAddress } from "@/lib/addresses/reserved-bodies";
import { commit, type Committed } from "@/lib/core/commit";
import { actorName, type Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { lineOfText } from "@/lib/users/naming";
import { lockPools } from "./pool-steps";

export const ReserveRangeBody = z.strictObject({ first: firstAddress, last: lastAddress, note: lineOfText("What the range is for", 100) });

/** Keeps a range from being given out by itself: its pairs go to whoever an admin or operator chooses them for. Who has one keeps it. */
export function reserveRange(
  ctx: Context,
  body: z.output<typeof ReserveRangeBody>,
): Promise<Committed<{ id: string; first: string; last: string; reserved: number; kept: number }>> {
  return commit(ctx, "addresses.write", async (tx) => {
    const found = indexesOf(await lockPools(tx), body);
    if ("sentence" in found) refuse("invalid", found.sentence, found.field);
    const { pool, firstIndex, lastIndex } = found;
    const other = await tx.reservedRange.findFirst({
      where: { poolId: pool.id, firstIndex: { lte: lastIndex }, lastIndex: { gte: firstIndex } },
      select: { firstIndex: true, lastIndex: true, note: true },
    });
    const [first, last] = [ipv4At(pool, firstIndex), ipv4At(pool, lastIndex)];
    if (other) {
      const span = `${ipv4At(pool, other.firstIndex)} to ${ipv4At(pool, other.lastIndex)}`;
      refuse("taken", `${span} is reserved already (${other.note}). Choose a range beside it, or release that one first.`, "first");
    }
    const { id } = await tx.reservedRange.create({
      data: { poolId: pool.id, firstIndex, lastIndex, note: body.note, createdAt: ctx.now(), createdBy: actorName(ctx.actor) },
    });
    const reserved = await tx.$executeRaw`
      UPDATE address_pair SET state = 'reserved' WHERE pool_id = ${pool.id} AND index BETWEEN ${firstIndex} AND ${lastIndex} AND state = 'free'`;
    const kept = lastIndex - firstIndex + 1 - reserved;
    return {
      value: { id, first, last, reserved, kept },
      audit: { action: "address.reserve", subject: `range ${first} to ${last}`, details: { note: body.note, reserved, kept } },
      nodes: "need not",
    };
  });
}

/** Gives a reserved range back: what nobody has is free again. */
export function releaseRange(ctx: Context, id: string): Promise<Committed<{ id: string; freed: number }>> {
  return commit(ctx, "addresses.write", async (tx) => {
    const pools = await lockPools(tx);
    const range =
      (await tx.reservedRange.findUnique({ where: { id } })) ??
      refuse("missing", "There is no such reserved range: it was released already.");
    const pool = pools.find((one) => one.id === range.poolId) ?? refuse("missing", "There is no such address pool.");
    await tx.reservedRange.delete({ where: { id } });
    const freed = await tx.$executeRaw`
      UPDATE address_pair SET state = 'free'
      WHERE pool_id = ${pool.id} AND index BETWEEN ${range.firstIndex} AND ${range.lastIndex} AND state = 'reserved'`;
    const [first, last] = [ipv4At(pool, range.firstIndex), ipv4At(pool, range.lastIndex)];
    return {
      value: { id, freed },
      audit: { action: "address.release", subject: `range ${first} to ${last}`, details: { note: range.note, freed } },
      nodes: "need not",
    };
  });
}

import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { whyNotOfDevices } from "./range";

export type FreePair = { poolId: number; index: number; ipv4: string; ipv6: string };

/**
 * Takes the lowest free pair that no other transaction is taking at this moment (3,400 a second at 100,000 taken; a gap search gives 70).
 * The row stays locked until the transaction ends; `giveTo` then names the device.
 */
export async function takeFreePair(tx: Tx): Promise<FreePair> {
  const [pair] = await tx.$queryRaw<FreePair[]>`
    SELECT pool_id AS "poolId", index, ipv4, ipv6 FROM address_pair
    WHERE state = 'free' ORDER BY pool_id, index LIMIT 1 FOR UPDATE SKIP LOCKED`;
  if (!pair)
    refuse(
      "full",
      "The address pool has no free pair left. Remove devices that nobody uses, wait for pairs in quarantine, or let an admin make the pool wider.",
    );
  return pair;
}

/**
 * Takes the pair that somebody chose by its IPv4 address: a free one, or one of a reserved range, which is reserved for just that.
 * Never waits for another transaction: a pair that is being given away at this moment is refused as taken.
 */
export async function takePair(tx: Tx, ipv4: string): Promise<FreePair> {
  const [pair] = await tx.$queryRaw<FreePair[]>`
    SELECT pool_id AS "poolId", index, ipv4, ipv6 FROM address_pair
    WHERE ipv4 = ${ipv4} AND state IN ('free', 'reserved') FOR UPDATE SKIP LOCKED`;
  return pair ?? refuseTaken(tx, ipv4);
}

async function refuseTaken(tx: Tx, ipv4: string): Promise<never> {
  const pair = await tx.addressPair.findUnique({ where: { ipv4 }, select: { state: true } });
  if (!pair) {
    const pools = await tx.addressPool.findMany({ orderBy: { id: "asc" }, select: { ipv4: true, ipv6: true, topology: true } });
    const why = whyNotOfDevices(pools, ipv4);
    if (why) refuse("invalid", why, "ipv4");
    refuse("invalid", `${ipv4} is in no address pool, or is one that no device may have. Choose a free address of a pool.`, "ipv4");
  }
  if (pair.state === "quarantined")
    refuse("taken", `${ipv4} is in quarantine: somebody had it until lately. Choose another address.`, "ipv4");
  return refuse("taken", `Another device has ${ipv4}. Choose another address, or leave it empty for the next free one.`, "ipv4");
}

export async function giveTo(tx: Tx, pair: FreePair, deviceId: string): Promise<void> {
  await tx.addressPair.update({
    where: { poolId_index: { poolId: pair.poolId, index: pair.index } },
    data: { state: "assigned", deviceId },
  });
}

import { db, type Tx } from "@/lib/db/client";

/** A pair that keeps a pool from getting narrower. */
export type InTheWay = {
  index: number;
  ipv4: string;
  state: "assigned" | "quarantined" | "reserved";
  username: string | null;
  device: string | null;
};
export type Block = { poolId: number; first: number; last: number };

/** Most pairs that are named; whether there are more is said by one more than that. */
export const NAMED = 50;

/** Who has or had a pair in these indexes: assigned first, then what rests in quarantine (its rest would be forgotten), then what is reserved. */
export async function inTheWay({ poolId, first, last }: Block, tx: Tx = db()): Promise<{ pairs: InTheWay[]; more: boolean }> {
  const found: InTheWay[] = [];
  for (const state of ["assigned", "quarantined", "reserved"] as const) {
    if (found.length > NAMED) break;
    const rows = await tx.addressPair.findMany({
      where: { state, poolId, index: { gte: first, lte: last } },
      orderBy: { index: "asc" },
      take: NAMED + 1 - found.length,
      select: { index: true, ipv4: true, device: { select: { name: true, user: { select: { username: true } } } } },
    });
    found.push(
      ...rows.map(({ index, ipv4, device }) => ({
        index,
        ipv4,
        state,
        username: device?.user.username ?? null,
        device: device?.name ?? null,
      })),
    );
  }
  return { pairs: found.slice(0, NAMED), more: found.length > NAMED };
}

/** "10.9.0.4 (ann, laptop), 10.9.0.7 (in quarantine) and more". */
export function listOf({ pairs, more }: { pairs: readonly InTheWay[]; more: boolean }): string {
  const named = pairs.slice(0, 10).map(({ ipv4, state, username, device }) => {
    const who = state === "assigned" ? `${username}, ${device}` : state === "quarantined" ? "in quarantine" : "reserved";
    return `${ipv4} (${who})`;
  });
  return `${named.join(", ")}${more || pairs.length > 10 ? " and more" : ""}`;
}

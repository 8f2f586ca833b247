import { poolSize, type Pool } from "./pool";
import { spanOf } from "./range";

/** Indexes in a block of the map, and in a group of blocks: so that each step of the map, and each query behind it, is 128 rows or fewer. */
export const BLOCK = 128;
export const GROUP = BLOCK * 128;

export type Counts = { free: number; assigned: number; quarantined: number; reserved: number };
export const NO_PAIRS: Counts = { free: 0, assigned: 0, quarantined: 0, reserved: 0 };

/** How many blocks, or groups, of this size a pool has. */
export const blocksOf = (pool: Pool, size: number): number => Math.ceil(poolSize(pool) / size);

/** The first and last address of a block, whether devices may have them or not. */
export function blockSpan(pool: Pool, size: number, block: number): { first: string; last: string } {
  return spanOf(pool, block * size, Math.min((block + 1) * size, poolSize(pool)) - 1);
}

/** What a cell of the map says: free or taken, and how far. Reserved and quarantined pairs are not to be had either. */
export function fillOf({ free, assigned, quarantined, reserved }: Counts): "none" | "free" | "some" | "most" | "full" {
  const all = free + assigned + quarantined + reserved;
  if (all === 0) return "none";
  if (free === all) return "free";
  if (free === 0) return "full";
  return free * 2 > all ? "some" : "most";
}

import type { Tx } from "@/lib/db/client";

const FROM_POSTGRES = 30_000;
const FROM_NODES = 5 * 60_000;

/** Null, or what is wrong with this machine's clock: 30 s from PostgreSQL's, or 5 min from the median of the nodes' (DESIGN: nothing is signed then). */
export function whyClockIsNotTrusted(offsets: { postgres: number; nodes: number[] }): string | null {
  if (Math.abs(offsets.postgres) > FROM_POSTGRES) return `The portal's clock is ${Math.round(Math.abs(offsets.postgres) / 1000)} s from PostgreSQL's. No CRL is signed until the two agree: check the time service (NTP) on both.`;
  const sorted = [...offsets.nodes].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  if (median !== undefined && Math.abs(median) > FROM_NODES) return `The portal's clock is ${Math.round(Math.abs(median) / 60_000)} min from the nodes' clocks. No CRL is signed until they agree: check the time service (NTP) on this machine.`;
  return null;
}

export async function clockOffsets(tx: Tx, now: Date): Promise<{ postgres: number; nodes: number[] }> {
  const asked = Date.now();
  const [row] = await tx.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
  const answered = Date.now() - asked;
  const nodes = await tx.node.findMany({
    where: { state: "active", reportedAt: { gt: new Date(now.getTime() - 60_000) }, clockOffsetMs: { not: null } },
    select: { clockOffsetMs: true }, orderBy: { name: "asc" }, take: 200,
  });
  const postgres = row ? row.at.getTime() - now.getTime() : 0;
  return { postgres: Math.abs(postgres) <= answered ? 0 : postgres, nodes: nodes.flatMap((node) => (node.clockOffsetMs === null ? [] : [node.clockOffsetMs])) };
}

export async function clockIsTrusted(tx: Tx, now: Date): Promise<boolean> {
  return whyClockIsNotTrusted(await clockOffsets(tx, now)) === null;
}

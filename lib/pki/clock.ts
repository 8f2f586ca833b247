import type { Tx } from "@/lib/db/client";

const FROM_POSTGRES = 30_000;
const FROM_NODES = 5 * 60_000;

/** Null, or what is wrong with this machine's clock: 30 s from PostgreSQL's, or 5 min from the median of the nodes' (DESIGN: nothing is signed then). */
export function whyClockIsNotTrusted(offsets: { postgres: number; nodes: number[] }): string | null {
  if (Math.abs(offsets.postgres) > FROM_POSTGRES)
    return `The portal's clock is ${Math.round(Math.abs(offsets.postgres) / 1000)} s from PostgreSQL's. No CRL is signed until the two agree: check the time service (NTP) on both.`;
  const sorted = [...offsets.nodes].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  if (median !== undefined && Math.abs(median) > FROM_NODES)
    return `The portal's clock is ${Math.round(Math.abs(median) / 60_000)} min from the nodes' clocks. No CRL is signed until they agree: check the time service (NTP) on this machine.`;
  return null;
}

/** Nodes report every 10 s. When none was heard within a minute of this clock, the clock may have jumped: they get this long to say so. */
const TIME_TO_BE_HEARD = 30_000;
const process_ = globalThis as typeof globalThis & { homeportUnheardSince?: number };

export type ClockOffsets = {
  postgres: number;
  nodes: number[] /** Nodes have reported before, but not within a minute of this clock. */;
  unheard: boolean;
};

export async function clockOffsets(tx: Tx, now: Date): Promise<ClockOffsets> {
  const asked = Date.now();
  const [row] = await tx.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
  const answered = Date.now() - asked;
  const nodes = await tx.node.findMany({
    where: { state: "active", clockOffsetMs: { not: null } },
    select: { clockOffsetMs: true, reportedAt: true },
    orderBy: { name: "asc" },
    take: 200,
  });
  const heard = nodes.filter((node) => node.reportedAt && Math.abs(now.getTime() - node.reportedAt.getTime()) <= 60_000);
  const postgres = row ? row.at.getTime() - now.getTime() : 0;
  return {
    postgres: Math.abs(postgres) <= answered ? 0 : postgres,
    nodes: heard.flatMap((node) => (node.clockOffsetMs === null ? [] : [node.clockOffsetMs])),
    unheard: nodes.length > 0 && heard.length === 0,
  };
}

/**
 * Asked before anything is signed, ended or forgotten for good. Waits (by answering no) until nodes had the time to contradict a clock
 * that jumped: `patience` milliseconds without a word from any.
 */
export async function clockIsTrusted(tx: Tx, now: Date, patience = TIME_TO_BE_HEARD): Promise<boolean> {
  const offsets = await clockOffsets(tx, now);
  if (!offsets.unheard) process_.homeportUnheardSince = undefined;
  else process_.homeportUnheardSince ??= performance.now();
  const since = process_.homeportUnheardSince;
  if (since !== undefined && performance.now() - since < patience) return false;
  return whyClockIsNotTrusted(offsets) === null;
}

/** What a released pair waits for before it may go to somebody else (I2): time, and nodes that have not reported a revision without it. */
export type Waits = { until: Date; rested: boolean; nodes: string[] };
export type Released = { releasedAt: Date; releaseRevision: bigint };
export type ReportingNode = { name: string; enrolledRevision: bigint | null; revision: bigint | null };

/** `nodes` are the active ones; `revision` is the one in force: a node that claims a later one is not believed. */
export function waitsFor(pair: Released, days: number, nodes: readonly ReportingNode[], revision: bigint, now: Date): Waits {
  const until = new Date(pair.releasedAt.getTime() + days * 86_400_000);
  const late = nodes.filter(
    (node) =>
      (node.enrolledRevision ?? 0n) < pair.releaseRevision &&
      (node.revision === null || node.revision < pair.releaseRevision || node.revision > revision),
  );
  return { until, rested: until < now, nodes: late.map(({ name }) => name) };
}

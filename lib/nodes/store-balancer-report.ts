import type { Context } from "@/lib/core/context";
import { record } from "@/lib/core/record";
import { refuse } from "@/lib/refusal";
import type { BalancerReportBody } from "./balancer-report";
import { BALANCER_TOKEN_IS_DEAD } from "./pull-balancer-bundle";
import { SILENT_AFTER_MS } from "./silence";

const MOST = 2 ** 31 - 1;

/** Keeps what a balancer's agent says: how it finds each node, and what is wrong with itself. Its word is data, and decides nothing. */
export async function storeBalancerReport(ctx: Context, report: BalancerReportBody): Promise<void> {
  if (ctx.actor.kind !== "balancer") refuse("forbidden", "Only a balancer reports.");
  const { id, name } = ctx.actor;
  if (report.balancer !== name)
    refuse("forbidden", `This token belongs to the balancer ${name}; the report says it is from ${report.balancer}.`, "balancer");
  const now = ctx.now();
  await record(ctx, "balancer.report", async (tx) => {
    const cluster = await tx.cluster.findUniqueOrThrow({ where: { id: 1 }, select: { uuid: true } });
    if (report.cluster !== cluster.uuid) refuse("forbidden", "This report is from a balancer of another cluster.", "cluster");
    await tx.$queryRaw`SELECT 1 AS locked FROM balancer WHERE id = ${id}::uuid FOR UPDATE`;
    const before = await tx.balancer.findUniqueOrThrow({ where: { id } });
    // The token was good when the request came; the balancer may have been removed since.
    if (before.removedAt) refuse("signed-out", BALANCER_TOKEN_IS_DEAD);
    const offset = Math.round(new Date(report.clock).getTime() - now.getTime());
    const said = {
      epoch: report.epoch,
      revision: BigInt(report.revision),
      agentVersion: report.agentVersion,
      backends: report.backends,
      faults: report.faults,
    };
    await tx.balancer.update({
      where: { id },
      data: { ...said, reportedAt: now, clockOffsetMs: Math.max(-MOST, Math.min(MOST, offset)) },
    });
    const wasSilent = !before.reportedAt || now.getTime() - before.reportedAt.getTime() > SILENT_AFTER_MS;
    const looksDifferent =
      before.revision !== said.revision ||
      JSON.stringify(before.backends) !== JSON.stringify(said.backends) ||
      JSON.stringify(before.faults) !== JSON.stringify(said.faults);
    return { value: null, changed: wasSilent || looksDifferent };
  });
}

import type { Context } from "@/lib/core/context";
import { record } from "@/lib/core/record";
import { refuse } from "@/lib/refusal";
import type { ReportBody } from "./bundle";
import { HEARD_WITHIN_MS } from "./claims";
import { keepOutcomes } from "./keep-outcomes";
import { keepReceipts } from "./keep-receipts";
import { keepVpnSessions } from "./keep-vpn-sessions";
import { NODE_TOKEN_IS_DEAD } from "./pull-bundle";
import { SILENT_AFTER_MS } from "./silence";
import { takeOver } from "./take-over";

const CLOCK_TOLERANCE = 5 * 60_000;

/**
 * Keeps what a node says about itself and, for each removed name, its receipt. A node's word is data: capped, never trusted for
 * authorisation. Returns the names whose receipts are complete here, which the agent may then forget.
 */
export async function storeReport(ctx: Context, report: ReportBody): Promise<{ acknowledged: string[] }> {
  if (ctx.actor.kind !== "node") refuse("forbidden", "Only a node reports.");
  const { id, name } = ctx.actor;
  if (report.node !== name)
    refuse(
      "forbidden",
      `This token belongs to the node ${name}; the report says it is from ${JSON.stringify(report.node).slice(0, 60)}.`,
      "node",
    );
  const now = ctx.now();
  refuseFuture(report, now);
  return record(ctx, "node.report", async (tx) => {
    const cluster = await tx.cluster.findUniqueOrThrow({ where: { id: 1 }, select: { uuid: true } });
    if (report.cluster !== cluster.uuid) refuse("forbidden", "This report is from a node of another cluster.", "cluster");
    // Not FOR UPDATE: whoever orders something from this node has its row as a key, and this report may be about to order from that one.
    await tx.$queryRaw`SELECT 1 AS locked FROM node WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
    const before = await tx.node.findUniqueOrThrow({ where: { id } });
    // The token was good when the request came; the node may have been removed since.
    if (before.state !== "active") refuse("signed-out", NODE_TOKEN_IS_DEAD);
    const receipts = await keepReceipts(tx, id, report.receipts, now);
    const sessions = await keepVpnSessions(tx, report.vpnSessions, { nodeId: id, now, before: before.reportedAt });
    const orders = await keepOutcomes(tx, id, report.orders, now);
    const said = {
      epoch: report.epoch,
      revision: BigInt(report.revision),
      digest: report.digest,
      openvpnRunning: report.openvpnRunning,
      openvpnVersion: report.openvpnVersion,
      openvpnStartedAt: report.openvpnStartedAt,
      restartDue: report.restartDue,
      agentVersion: report.agentVersion,
      faults: report.faults,
      crlNumber: report.crl ? BigInt(report.crl.number) : null,
      crlThisUpdate: report.crl?.thisUpdate ?? null,
      crlNextUpdate: report.crl?.nextUpdate ?? null,
    };
    await tx.node.update({ where: { id }, data: { ...said, reportedAt: now, clockOffsetMs: clockOffset(report, now) } });
    const away = !before.reportedAt || now.getTime() - before.reportedAt.getTime() > HEARD_WITHIN_MS;
    // Who was not heard of for a while may have heard of nothing either: all that it has is looked at again.
    const twice = [...new Set([...(away ? report.vpnSessions.map((one) => one.commonName) : sessions.came), ...orders.again])];
    const taken = await takeOver(tx, twice, { now, nodeId: id, doubtful: away || orders.again.length > 0 });
    const wasSilent = !before.reportedAt || now.getTime() - before.reportedAt.getTime() > SILENT_AFTER_MS;
    const looksDifferent =
      before.revision !== said.revision ||
      before.openvpnRunning !== said.openvpnRunning ||
      JSON.stringify(before.faults) !== JSON.stringify(said.faults);
    const changed = wasSilent || looksDifferent || receipts.changed || sessions.changed || orders.changed || taken;
    return { value: { acknowledged: receipts.acknowledged }, changed };
  });
}

function refuseFuture(report: ReportBody, now: Date): void {
  const ahead = new Date(report.clock).getTime() - now.getTime();
  if (ahead > CLOCK_TOLERANCE) {
    refuse(
      "invalid",
      `This report is from the future: its clock is ${Math.round(ahead / 60_000)} minutes ahead of the portal's. Set the node's clock (NTP); nothing was stored.`,
      "clock",
    );
  }
}

/** In milliseconds; more than 24 days do not fit the column, and say no more. */
function clockOffset(report: ReportBody, now: Date): number {
  const most = 2 ** 31 - 1;
  return Math.max(-most, Math.min(most, Math.round(new Date(report.clock).getTime() - now.getTime())));
}

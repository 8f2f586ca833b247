import type { Context } from "@/lib/core/context";
import { record } from "@/lib/core/record";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import type { ReceiptBody, ReportBody, VpnSessionBody } from "./bundle";
import { NODE_TOKEN_IS_DEAD } from "./pull-bundle";
import { SILENT_AFTER_MS } from "./silence";

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
    await tx.$queryRaw`SELECT 1 AS locked FROM node WHERE id = ${id}::uuid FOR UPDATE`;
    const before = await tx.node.findUniqueOrThrow({ where: { id } });
    // The token was good when the request came; the node may have been removed since.
    if (before.state !== "active") refuse("signed-out", NODE_TOKEN_IS_DEAD);
    const receipts = await keepReceipts(tx, id, report.receipts, now);
    const sessions = await keepVpnSessions(tx, id, report.vpnSessions);
    const said = {
      epoch: report.epoch,
      revision: BigInt(report.revision),
      digest: report.digest,
      openvpnRunning: report.openvpnRunning,
      openvpnVersion: report.openvpnVersion,
      agentVersion: report.agentVersion,
      faults: report.faults,
      crlNumber: report.crl ? BigInt(report.crl.number) : null,
      crlThisUpdate: report.crl?.thisUpdate ?? null,
      crlNextUpdate: report.crl?.nextUpdate ?? null,
    };
    await tx.node.update({ where: { id }, data: { ...said, reportedAt: now, clockOffsetMs: clockOffset(report, now) } });
    const wasSilent = !before.reportedAt || now.getTime() - before.reportedAt.getTime() > SILENT_AFTER_MS;
    const looksDifferent =
      before.revision !== said.revision ||
      before.openvpnRunning !== said.openvpnRunning ||
      JSON.stringify(before.faults) !== JSON.stringify(said.faults);
    return { value: { acknowledged: receipts.acknowledged }, changed: wasSilent || looksDifferent || receipts.changed || sessions };
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

/** A node's clock may have been set back since: what it says happened, happened before it said so. */
function notAfter(time: string, now: Date): Date {
  return new Date(Math.min(new Date(time).getTime(), now.getTime()));
}

/** The first word on "refused" and on "clear" stays: a receipt is a fact. Names that are not removed are forgotten by both sides. */
async function keepReceipts(
  tx: Tx,
  nodeId: string,
  receipts: readonly ReceiptBody[],
  now: Date,
): Promise<{ acknowledged: string[]; changed: boolean }> {
  if (receipts.length === 0) return { acknowledged: [], changed: false };
  const names = receipts.map((receipt) => receipt.commonName);
  const removed = new Set(
    (
      await tx.certificate.findMany({ where: { commonName: { in: names }, removalRevision: { not: null } }, select: { commonName: true } })
    ).map((row) => row.commonName),
  );
  const stored = new Map((await tx.receipt.findMany({ where: { nodeId, commonName: { in: names } } })).map((row) => [row.commonName, row]));
  const acknowledged: string[] = [];
  let changed = false;
  for (const receipt of receipts) {
    const { commonName } = receipt;
    const row = stored.get(commonName);
    if (!removed.has(commonName)) {
      acknowledged.push(commonName);
      continue;
    }
    const clear = receipt.clearAt ? { clearAt: notAfter(receipt.clearAt, now), clearReceivedAt: now } : {};
    if (!row) {
      const made = await tx.receipt.create({
        data: {
          nodeId,
          commonName,
          revision: BigInt(receipt.revision),
          barriers: receipt.barriers,
          refusedAt: notAfter(receipt.refusedAt, now),
          refusedReceivedAt: now,
          ...clear,
        },
      });
      stored.set(commonName, made);
      changed = true;
    } else if ((!row.clearAt && receipt.clearAt) || (row.barriers !== "both" && receipt.barriers === "both")) {
      // The second barrier may follow; what stood is not taken back.
      const barriers = row.barriers === "both" ? "both" : receipt.barriers;
      stored.set(
        commonName,
        await tx.receipt.update({
          where: { nodeId_commonName_revision: { nodeId, commonName, revision: row.revision } },
          data: { barriers, ...(row.clearAt ? {} : clear) },
        }),
      );
      changed = true;
    }
    if (receipt.clearAt) acknowledged.push(commonName);
  }
  return { acknowledged, changed };
}

/** Replaces what the node said about its VPN sessions. True when somebody came, went or changed address. */
async function keepVpnSessions(tx: Tx, nodeId: string, sessions: readonly VpnSessionBody[]): Promise<boolean> {
  const face = (session: { clientId: number; commonName: string; ipv4: string | null; ipv6: string | null }) =>
    `${session.clientId} ${session.commonName} ${session.ipv4} ${session.ipv6}`;
  const before = (await tx.vpnSession.findMany({ where: { nodeId } })).map(face).sort();
  const unique = [...new Map(sessions.map((session) => [session.clientId, session])).values()];
  await tx.vpnSession.deleteMany({ where: { nodeId } });
  if (unique.length) {
    await tx.vpnSession.createMany({
      data: unique.map((session) => ({
        ...session,
        nodeId,
        since: new Date(session.since),
        bytesIn: BigInt(session.bytesIn),
        bytesOut: BigInt(session.bytesOut),
      })),
    });
  }
  return JSON.stringify(before) !== JSON.stringify(unique.map(face).sort());
}

import { db } from "@/lib/db/client";
import type { Export } from "./export";

type SessionLine = {
  node: string;
  commonName: string;
  ipv4: string | null;
  ipv6: string | null;
  source: string | null;
  since: Date;
  /** Null while it goes on. */
  until: Date | null;
  bytesIn: bigint;
  bytesOut: bigint;
};
const BATCH = 200;

/** VPN sessions: those of now, by node, then those that have ended, newest first. */
export const exportVpnSessions = (): Export<SessionLine> => ({
  columns: ["node", "commonName", "ipv4", "ipv6", "source", "since", "until", "bytesIn", "bytesOut"],
  rows: lines(),
});

async function* lines(): AsyncGenerator<SessionLine[]> {
  for (let last: { nodeId: string; clientId: number } | null = null; ; ) {
    const rows: Awaited<ReturnType<typeof now>> = await now(last);
    if (rows.length > 0) yield rows.map(({ node, ...row }) => ({ ...row, node: node.name, until: null }));
    last = rows.at(-1) ?? null;
    if (rows.length < BATCH) break;
  }
  for (let last: { until: Date; id: string } | null = null; ; ) {
    const rows: Awaited<ReturnType<typeof past>> = await past(last);
    if (rows.length > 0) yield rows.map(({ node, ...row }) => ({ ...row, node: node.name }));
    last = rows.at(-1) ?? null;
    if (rows.length < BATCH) return;
  }
}

const now = (last: { nodeId: string; clientId: number } | null) =>
  db().vpnSession.findMany({
    where: last ? { OR: [{ nodeId: { gt: last.nodeId } }, { nodeId: last.nodeId, clientId: { gt: last.clientId } }] } : {},
    orderBy: [{ nodeId: "asc" }, { clientId: "asc" }],
    take: BATCH,
    include: { node: { select: { name: true } } },
  });

const past = (last: { until: Date; id: string } | null) =>
  db().pastVpnSession.findMany({
    where: last ? { until: { lte: last.until }, OR: [{ until: { lt: last.until } }, { id: { lt: last.id } }] } : {},
    orderBy: [{ until: "desc" }, { id: "desc" }],
    take: BATCH,
    include: { node: { select: { name: true } } },
  });

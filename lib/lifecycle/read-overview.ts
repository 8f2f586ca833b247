import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { listNodes } from "@/lib/nodes/read";
import { clockOffsets, whyClockIsNotTrusted } from "@/lib/pki/clock";
import { whatNeedsAPerson, type Need } from "./needs";

export type Overview = {
  clusterName: string;
  counts: { users: number; devices: number; nodes: number; vpnSessions: number };
  pool: { assigned: number; quarantined: number; free: number; total: number };
  crl: { number: bigint; thisUpdate: Date; nextUpdate: Date; signedAt: Date };
  needs: Need[];
};

/** What needs a person, and a few facts. */
export async function readOverview(ctx: Context): Promise<Overview> {
  demand(ctx.actor, "overview.read");
  const now = ctx.now();
  const cluster = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  const [users, devices, vpnSessions, crl, pairs, nodes, root, expiring, issuing, offsets, waiting] = await Promise.all([
    db().user.count({ where: { state: { not: "offboarded" } } }),
    db().device.count({ where: { removedAt: null } }),
    db().vpnSession.count(),
    db().crl.findFirstOrThrow({ orderBy: { authorityId: "desc" } }),
    db().addressPair.groupBy({ by: ["state"], _count: true }),
    listNodes(ctx),
    db().authority.findFirstOrThrow({ where: { kind: "root" }, select: { keyOfflineAt: true } }),
    db().certificate.count({
      where: {
        kind: "device",
        removalRevision: null,
        revision: { not: null },
        notAfter: { lt: new Date(now.getTime() + 14 * 86_400_000) },
      },
    }),
    db().authority.findFirstOrThrow({
      where: { kind: "issuing" },
      orderBy: { generation: "desc" },
      select: { notAfter: true, crlDue: true },
    }),
    clockOffsets(db(), now),
    unanswered(),
  ]);
  const count = (state: "free" | "assigned" | "quarantined") => pairs.find((pair) => pair.state === state)?._count ?? 0;
  const pool = {
    assigned: count("assigned"),
    quarantined: count("quarantined"),
    free: count("free"),
    total: count("free") + count("assigned") + count("quarantined"),
  };
  const clock = whyClockIsNotTrusted(offsets);
  return {
    clusterName: cluster.name,
    counts: { users, devices, nodes: nodes.length, vpnSessions },
    pool,
    crl: { number: crl.number, thisUpdate: crl.thisUpdate, nextUpdate: crl.nextUpdate, signedAt: crl.signedAt },
    needs: whatNeedsAPerson({
      now,
      nodes,
      pool,
      crl: { ...crl, due: issuing.crlDue },
      rootKeyHere: root.keyOfflineAt === null,
      expiring,
      issuingNotAfter: issuing.notAfter,
      clock,
      users,
      waiting,
    }),
  };
}

/** Nodes that are silent and still owe a receipt, with the people they may still admit. */
async function unanswered(): Promise<
  { node: string; username: string; name: string; crlNextUpdate: Date | null; reportedAt: Date | null }[]
> {
  return db().$queryRaw`
    SELECT DISTINCT n.name AS node, u.username, u.name, n.crl_next_update AS "crlNextUpdate", n.reported_at AS "reportedAt"
    FROM node n JOIN certificate c ON c.removal_revision > n.enrolled_revision AND c.revision IS NOT NULL AND c.kind = 'device'
      JOIN device d ON d.id = c.device_id JOIN "user" u ON u.id = d.user_id
      LEFT JOIN receipt r ON r.node_id = n.id AND r.common_name = c.common_name
    WHERE n.state = 'active' AND r.common_name IS NULL AND c.not_after > now()
      AND (n.reported_at IS NULL OR n.reported_at < now() - interval '45 seconds')
    ORDER BY n.name, u.username LIMIT 20`;
}

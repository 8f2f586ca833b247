import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { readTally } from "@/lib/core/tally";
import { db } from "@/lib/db/client";
import { listNodes } from "@/lib/nodes/read";
import { clockOffsets, whyClockIsNotTrusted } from "@/lib/pki/clock";
import { readBalancerNeeds } from "./balancer-needs";
import { whatNeedsAPerson, type Need } from "./needs";
import { whatRolloutsNeed } from "./rollout-needs";
import { readSessionNeeds } from "./session-needs";

export type Overview = {
  clusterName: string;
  counts: { users: number; devices: number; nodes: number; vpnSessions: number };
  pool: { assigned: number; quarantined: number; free: number; reserved: number; total: number };
  crl: { number: bigint; thisUpdate: Date; nextUpdate: Date; signedAt: Date };
  needs: Need[];
};

/** What needs a person, and a few facts. */
export async function readOverview(ctx: Context): Promise<Overview> {
  demand(ctx.actor, "overview.read");
  const now = ctx.now();
  const cluster = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  const [count, crl, pools, nodes, sessions, root, expiring, issuing, offsets, waiting, told, shared, rollouts, balancers] =
    await Promise.all([
      readTally(),
      db().crl.findFirstOrThrow({ orderBy: { authorityId: "desc" } }),
      db().addressPool.findMany({ select: { id: true }, orderBy: { id: "asc" } }),
      listNodes(ctx),
      db().node.aggregate({ where: { state: "active" }, _sum: { vpnSessionCount: true } }),
      db().authority.findFirstOrThrow({ where: { kind: "root" }, select: { keyOfflineAt: true, notAfter: true } }),
      endingSoon(now),
      db().authority.findFirstOrThrow({
        where: { kind: "issuing" },
        orderBy: { generation: "desc" },
        select: { notAfter: true, crlDue: true },
      }),
      clockOffsets(db(), now),
      unanswered(),
      toldOfNodes(),
      readSessionNeeds(db(), now),
      whatRolloutsNeed(db()),
      readBalancerNeeds(db(), now),
    ]);
  const pairs = (state: "free" | "assigned" | "quarantined" | "reserved") =>
    pools.reduce((sum, { id }) => sum + count(`pair.${id}.${state}`), 0);
  const pool = { assigned: pairs("assigned"), quarantined: pairs("quarantined"), free: pairs("free"), reserved: pairs("reserved") };
  const users = count("user.active") + count("user.suspended");
  const clock = whyClockIsNotTrusted(offsets);
  return {
    clusterName: cluster.name,
    counts: { users, devices: count("device"), nodes: nodes.length, vpnSessions: sessions._sum.vpnSessionCount ?? 0 },
    pool: { ...pool, total: pool.assigned + pool.quarantined + pool.free + pool.reserved },
    crl: { number: crl.number, thisUpdate: crl.thisUpdate, nextUpdate: crl.nextUpdate, signedAt: crl.signedAt },
    needs: [
      ...told,
      ...shared,
      ...rollouts,
      ...balancers,
      ...whatNeedsAPerson({
        now,
        nodes,
        pool: { free: pool.free, usable: pool.assigned + pool.quarantined + pool.free },
        crl: { ...crl, due: issuing.crlDue },
        rootKeyHere: root.keyOfflineAt === null,
        expiring,
        issuingNotAfter: issuing.notAfter,
        rootNotAfter: root.notAfter,
        clock,
        users,
        waiting,
      }),
    ].toSorted((a, b) => Number(b.tone === "bad") - Number(a.tone === "bad")),
  };
}

/** What the alerts' job has found out about nodes by looking at every file: a page must not do that each time. */
async function toldOfNodes(): Promise<Need[]> {
  const rows = await db().alert.findMany({
    where: { clearedAt: null, code: { in: ["restored", "crl-old-at-node", "node-certificate-ends"] } },
    orderBy: { subject: "asc" },
    take: 50,
  });
  return rows.map(({ code, sentence, href, subject }) => ({
    code,
    tone: "bad",
    sentence,
    href,
    linkText: `See ${subject.replace(/^node /, "")}`,
  }));
}

/** How many more than this are there is not asked: "150+" says enough. */
const ENOUGH = 151;

async function endingSoon(now: Date): Promise<number> {
  const until = new Date(now.getTime() + 14 * 86_400_000);
  const [row] = await db().$queryRaw<{ n: bigint }[]>`
    SELECT count(*) AS n FROM (SELECT 1 FROM certificate
      WHERE kind = 'device' AND revision IS NOT NULL AND removal_revision IS NULL AND not_after < ${until} LIMIT ${ENOUGH}) t`;
  return Number(row?.n ?? 0);
}

/**
 * Nodes that are silent, and people who were cut off since: what a node served when it was last heard of says who. The newest few of each.
 */
async function unanswered(): Promise<
  { node: string; username: string; name: string; crlNextUpdate: Date | null; reportedAt: Date | null }[]
> {
  return db().$queryRaw`
    SELECT DISTINCT n.name AS node, u.username, u.name, n.crl_next_update AS "crlNextUpdate", n.reported_at AS "reportedAt"
    FROM node n CROSS JOIN LATERAL (
        SELECT c.device_id, c.common_name FROM certificate c
        WHERE c.removal_revision > greatest(n.enrolled_revision, coalesce(n.revision, 0)) AND c.revision IS NOT NULL AND c.kind = 'device' AND c.not_after > now()
        ORDER BY c.removal_revision DESC LIMIT 20) c
      JOIN device d ON d.id = c.device_id JOIN "user" u ON u.id = d.user_id
      LEFT JOIN receipt r ON r.node_id = n.id AND r.common_name = c.common_name AND r.revision > coalesce(n.revision, 0)
    WHERE n.state = 'active' AND n.set_aside_at IS NULL AND r.common_name IS NULL
      AND (n.reported_at IS NULL OR n.reported_at < now() - interval '45 seconds')
    ORDER BY n.name, u.username LIMIT 20`;
}

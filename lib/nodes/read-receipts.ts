import type { RemovalCause } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { receiptOf, type NodeReceipt } from "./receipt";
import { isSilent } from "./silence";

export type Removed = {
  revision: bigint;
  committedAt: Date;
  cause: RemovalCause;
  commonNames: string[];
  /** The revision that admitted the names again: nodes that had not answered until then are asked no more. */
  endRevision: bigint | null;
};
export type UserReceipts = {
  revision: bigint | null;
  committedAt: Date | null;
  cause: RemovalCause | null;
  endRevision: bigint | null;
  commonNames: string[];
  nodes: NodeReceipt[];
  /** What was removed before that, newest first, with how many nodes have answered. */
  earlier: (Removed & { nodes: number; refused: number; clear: number })[];
};

const EARLIER = 5;

/** What each node says about the latest removal among a user's devices: its proof. Nodes that enrolled later owe nothing. */
export async function readReceipts(ctx: Context, username: string): Promise<UserReceipts> {
  demand(ctx.actor, "users.read");
  const [latest, ...earlier] = await db().$queryRaw<Removed[]>`
    SELECT r.revision, min(r.at) AS "committedAt", min(r.cause) AS cause, array_agg(r.common_name ORDER BY r.common_name) AS "commonNames",
      max(r.end_revision) AS "endRevision"
    FROM "user" u JOIN device d ON d.user_id = u.id JOIN certificate c ON c.device_id = d.id JOIN removal r ON r.serial = c.serial
    WHERE u.username = ${username} GROUP BY r.revision ORDER BY r.revision DESC LIMIT ${EARLIER + 1}`;
  if (!latest) return { revision: null, committedAt: null, cause: null, endRevision: null, commonNames: [], nodes: [], earlier: [] };
  const { revision, commonNames, committedAt } = latest;
  const nodes = await db().node.findMany({
    // A node that was removed or set aside since keeps its place while its word stands.
    where: {
      OR: [
        { state: "active", setAsideAt: null, enrolledRevision: { lt: revision } },
        { receipts: { some: { commonName: { in: commonNames }, revision } } },
      ],
    },
    orderBy: { name: "asc" },
    take: 200,
    include: { receipts: { where: { commonName: { in: commonNames }, revision } } },
  });
  return {
    ...latest,
    nodes: nodes.map((node) =>
      receiptOf(
        {
          name: node.name,
          silent: isSilent(node, ctx.now()),
          reportedAt: node.reportedAt,
          crlNextUpdate: node.crlNextUpdate,
          receipts: node.receipts,
        },
        commonNames.length,
        committedAt,
      ),
    ),
    earlier: await Promise.all(earlier.map(countAnswers)),
  };
}

async function countAnswers(removed: Removed): Promise<UserReceipts["earlier"][number]> {
  const { revision, commonNames } = removed;
  const [row] = await db().$queryRaw<{ nodes: bigint; refused: bigint; clear: bigint }[]>`
    SELECT count(*) AS nodes, count(*) FILTER (WHERE said = ${commonNames.length}) AS refused,
      count(*) FILTER (WHERE cleared = ${commonNames.length}) AS clear
    FROM (SELECT n.id, n.state, n.set_aside_at, n.enrolled_revision, count(r.node_id) AS said, count(r.clear_at) AS cleared
      FROM node n LEFT JOIN receipt r ON r.node_id = n.id AND r.revision = ${revision} AND r.common_name = ANY(${commonNames})
      GROUP BY n.id) t
    WHERE said > 0 OR (state = 'active' AND set_aside_at IS NULL AND enrolled_revision < ${revision})`;
  return { ...removed, nodes: Number(row?.nodes ?? 0), refused: Number(row?.refused ?? 0), clear: Number(row?.clear ?? 0) };
}

/** How many nodes already admit a certificate, of those that should. */
export async function readReadiness(
  revision: bigint,
): Promise<{ ready: number; total: number; nodes: { name: string; ready: boolean }[] }> {
  const nodes = await db().node.findMany({
    where: { state: "active", setAsideAt: null },
    select: { name: true, revision: true },
    orderBy: { name: "asc" },
    take: 200,
  });
  const said = nodes.map((node) => ({ name: node.name, ready: node.revision !== null && node.revision >= revision }));
  return { ready: said.filter((node) => node.ready).length, total: said.length, nodes: said };
}

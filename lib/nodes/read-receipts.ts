import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { receiptOf, type NodeReceipt } from "./receipt";
import { isSilent } from "./silence";

export type UserReceipts = { revision: bigint | null; committedAt: Date | null; commonNames: string[]; nodes: NodeReceipt[] };

/** What each node says about the latest removal among a user's devices: the proof of an offboarding. Nodes that enrolled later owe nothing. */
export async function readReceipts(ctx: Context, username: string): Promise<UserReceipts> {
  demand(ctx.actor, "users.read");
  const certificates = await db().certificate.findMany({
    where: { device: { user: { username } }, removalRevision: { not: null }, revision: { not: null } },
    select: { commonName: true, removalRevision: true, notAfter: true, revocation: { select: { revokedAt: true } } },
    orderBy: { removalRevision: "desc" },
  });
  const revision = certificates[0]?.removalRevision ?? null;
  if (revision === null) return { revision: null, committedAt: null, commonNames: [], nodes: [] };
  const ours = certificates.filter((certificate) => certificate.removalRevision === revision);
  const commonNames = ours.map((certificate) => certificate.commonName).sort();
  const user = await db().user.findUnique({ where: { username }, select: { offboardRevision: true, offboardedAt: true } });
  const committedAt = user?.offboardRevision === revision ? user.offboardedAt : (ours[0]?.revocation?.revokedAt ?? null);
  const nodes = await db().node.findMany({
    // A node that was removed since keeps its place while its word stands.
    where: { OR: [{ state: "active", enrolledRevision: { lt: revision } }, { receipts: { some: { commonName: { in: commonNames } } } }] },
    orderBy: { name: "asc" },
    take: 200,
    include: { receipts: { where: { commonName: { in: commonNames } } } },
  });
  return {
    revision,
    committedAt,
    commonNames,
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
  };
}

/** How many nodes already admit a certificate, of those that should. */
export async function readReadiness(
  revision: bigint,
): Promise<{ ready: number; total: number; nodes: { name: string; ready: boolean }[] }> {
  const nodes = await db().node.findMany({
    where: { state: "active" },
    select: { name: true, revision: true },
    orderBy: { name: "asc" },
    take: 200,
  });
  const said = nodes.map((node) => ({ name: node.name, ready: node.revision !== null && node.revision >= revision }));
  return { ready: said.filter((node) => node.ready).length, total: said.length, nodes: said };
}

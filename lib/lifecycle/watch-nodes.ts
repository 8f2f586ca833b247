import type { Tx } from "@/lib/db/client";
import { digestInForce } from "@/lib/nodes/render-bundle";
import type { WatchedNode } from "./node-needs";

/** What nodes that nobody has set aside said of their files and have of certificates, beside what the portal knows. */
export async function watchNodes(tx: Tx): Promise<WatchedNode[]> {
  const nodes = await tx.node.findMany({ where: { state: "active", setAsideAt: null }, orderBy: { name: "asc" }, take: 200 });
  const ends = await tx.certificate.groupBy({
    by: ["nodeId"],
    where: { nodeId: { in: nodes.map(({ id }) => id) }, der: { not: null } },
    _max: { notAfter: true },
  });
  const endOf = new Map(ends.map((row) => [row.nodeId, row._max.notAfter]));
  // After the nodes: a revision that was handed out meanwhile must not look as if it came from elsewhere.
  const cluster = await tx.cluster.findUniqueOrThrow({ where: { id: 1 }, select: { epoch: true, revision: true } });
  return Promise.all(
    nodes.map(async (node) => {
      const { name, epoch, revision, digest, crlThisUpdate, crlNextUpdate } = node;
      const asked = revision === cluster.revision && epoch === cluster.epoch ? await digestInForce(node, cluster) : null;
      return {
        name,
        crlThisUpdate,
        crlNextUpdate,
        certificateEnds: endOf.get(node.id) ?? null,
        said: epoch === null || revision === null ? null : { epoch, revision, otherDigest: asked !== null && asked !== digest },
        portal: cluster,
      };
    }),
  );
}

import { readSettings } from "@/lib/core/settings";
import { db, type Tx } from "@/lib/db/client";
import { remoteLines, remotesKey, type RemoteList } from "./remote-list";

export type ListInForce = RemoteList & { key: string };

/**
 * What profiles are given now. A remote stands in it when somebody can answer there: a node that has joined and was not removed, or a
 * balancer with such a node of the remote's protocol behind it. A drained node stays in it: it will be back.
 */
export async function remoteListInForce(tx: Tx = db()): Promise<ListInForce> {
  const rows = await tx.remote.findMany({
    where: { OR: [{ node: { state: "active" } }, { balancer: { removedAt: null, nodes: { some: { node: { state: "active" } } } } }] },
    include: { balancer: { select: { nodes: { where: { node: { state: "active" } }, select: { node: { select: { proto: true } } } } } } },
    orderBy: [{ position: "asc" }, { id: "asc" }],
    take: 200,
  });
  const { remoteRandom } = await readSettings(tx);
  const answered = rows.filter(({ proto, balancer }) => !balancer || balancer.nodes.some(({ node }) => node.proto === proto));
  const list = { remotes: remoteLines(answered, { remoteRandom }), remoteRandom };
  return { ...list, key: remotesKey(list) };
}

import type { Tx } from "@/lib/db/client";
import { hidingBalancers } from "./read-hiding-balancers";
import { viaBalancer } from "./source-of-session";

type Bare = { nodeId: string; commonName: string; source: string | null };
export type SessionOwner = {
  node: string;
  site: string;
  username: string | null;
  name: string | null;
  device: string | null;
  contested: boolean;
  via: string | null;
};
type Owned = { commonName: string; username: string; name: string; device: string; contestedAt: Date | null };

/** Step: whose VPN sessions these are, where they are, and which balancer hides whence they come. */
export async function withOwners<T extends Bare>(tx: Tx, sessions: readonly T[]): Promise<(T & SessionOwner)[]> {
  if (sessions.length === 0) return [];
  const [owned, nodes, balancers] = [
    await tx.$queryRaw<Owned[]>`
      SELECT c.common_name AS "commonName", u.username, u.name, d.name AS device, d.contested_at AS "contestedAt"
      FROM certificate c JOIN device d ON d.id = c.device_id JOIN "user" u ON u.id = d.user_id
      WHERE c.common_name = ANY(${[...new Set(sessions.map(({ commonName }) => commonName))]})`,
    await tx.node.findMany({
      where: { id: { in: [...new Set(sessions.map(({ nodeId }) => nodeId))] } },
      select: { id: true, name: true, site: { select: { name: true } } },
    }),
    await hidingBalancers(tx),
  ];
  const byName = new Map(owned.map((one) => [one.commonName, one]));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return sessions.map((session) => {
    const owner = byName.get(session.commonName);
    const node = byId.get(session.nodeId);
    return {
      ...session,
      node: node?.name ?? "",
      site: node?.site.name ?? "",
      username: owner?.username ?? null,
      name: owner?.name ?? null,
      device: owner?.device ?? null,
      contested: (owner?.contestedAt ?? null) !== null,
      via: viaBalancer(session.source, balancers),
    };
  });
}

import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { connectionLines } from "@/lib/users/profile";
import { remoteListInForce } from "./read-remote-list";

export type RemoteFacts = {
  id: string;
  address: string;
  port: number;
  proto: "udp" | "tcp";
  weight: number;
  version: number;
  of: { kind: "node" | "balancer"; name: string };
  /** Whether profiles are given it now, and why not. */
  listed: boolean;
  why: string | null;
};

/** Every remote in the order of the list. */
export async function listRemotes(ctx: Context): Promise<RemoteFacts[]> {
  demand(ctx.actor, "nodes.read");
  const rows = await db().remote.findMany({
    include: {
      node: { select: { name: true, state: true } },
      balancer: { select: { name: true, nodes: { select: { node: { select: { proto: true, state: true } } } } } },
    },
    orderBy: [{ position: "asc" }, { id: "asc" }],
    take: 200,
  });
  return rows.map(({ id, address, port, proto, weight, version, node, balancer }) => {
    const why = node ? whyNotOfNode(node) : whyNotOfBalancer(proto, balancer?.nodes.map((one) => one.node) ?? []);
    return {
      id,
      address,
      port,
      proto: proto === "tcp" ? "tcp" : "udp",
      weight,
      version,
      of: node ? { kind: "node", name: node.name } : { kind: "balancer", name: balancer?.name ?? "" },
      listed: why === null,
      why,
    };
  });
}

const whyNotOfNode = ({ state }: { state: string }): string | null =>
  state === "active" ? null : state === "joining" ? "Not before it has joined" : "Removed";

function whyNotOfBalancer(proto: string, nodes: readonly { proto: string; state: string }[]): string | null {
  const right = nodes.filter((node) => node.proto === proto);
  if (right.some(({ state }) => state === "active")) return null;
  return right.some(({ state }) => state === "joining") ? "Not before a node behind it has joined" : `No ${proto} node is behind it`;
}

/** The lines that profiles are given now; none while nobody would answer. */
export async function readProfileLines(ctx: Context): Promise<string[]> {
  demand(ctx.actor, "nodes.read");
  const { remotes, remoteRandom } = await remoteListInForce();
  return remotes.length === 0 ? [] : connectionLines(remotes, { remoteRandom });
}

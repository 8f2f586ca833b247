import { z } from "zod";
import type { Node, NodeState, Prisma, VpnSession } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { decodeCursor, PAGE_SIZE, pageOf, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { parseCommonName } from "@/lib/users/common-name";
import { FaultBody } from "./bundle";
import { isSilent } from "./silence";

export type NodeRow = {
  name: string;
  address: string;
  port: number;
  proto: string;
  interface: string;
  state: NodeState;
  reportedAt: Date | null;
  silent: boolean;
  revision: bigint | null;
  behind: number;
  crlThisUpdate: Date | null;
  crlNextUpdate: Date | null;
  openvpnVersion: string | null;
  openvpnRunning: boolean | null;
  agentVersion: string | null;
  clockOffsetMs: number | null;
  faults: { code: string; sentence: string }[];
  vpnSessions: number;
  enrolledAt: Date | null;
  joinExpiresAt: Date | null;
};
export type NodeDetails = NodeRow & {
  /** A page of its VPN sessions, by common name. */
  sessions: NodeSession[];
  next: string | null;
  previous: string | null;
  certificateNotAfter: Date | null;
};
export type NodeSession = {
  commonName: string;
  username: string | null;
  ipv4: string | null;
  ipv6: string | null;
  source: string;
  since: Date;
  bytesIn: bigint;
  bytesOut: bigint;
};

/** Every node that was not removed, by name. */
export async function listNodes(ctx: Context): Promise<NodeRow[]> {
  demand(ctx.actor, "nodes.read");
  const cluster = await db().cluster.findUniqueOrThrow({ where: { id: 1 }, select: { revision: true } });
  const nodes = await db().node.findMany({
    where: { state: { not: "removed" } },
    orderBy: { name: "asc" },
    take: 200,
  });
  return nodes.map((node) => nodeFacts(node, cluster.revision, ctx.now()));
}

/** One node with a page of its VPN sessions; null where there is none of that name. Removed ones can still be looked at. */
export async function readNode(ctx: Context, name: string, { cursor }: { cursor?: string } = {}): Promise<NodeDetails | null> {
  demand(ctx.actor, "nodes.read");
  const node = await db().node.findUnique({
    where: { name },
    include: { certificates: { where: { der: { not: null } }, orderBy: { notAfter: "desc" }, take: 1 } },
  });
  if (!node) return null;
  const cluster = await db().cluster.findUniqueOrThrow({ where: { id: 1 }, select: { revision: true } });
  const { rows, next, previous } = await sessionsOf(node.id, cursor);
  return {
    ...nodeFacts(node, cluster.revision, ctx.now()),
    sessions: rows.map(({ commonName, ipv4, ipv6, source, since, bytesIn, bytesOut }) => ({
      commonName,
      username: parseCommonName(commonName)?.username ?? null,
      ipv4,
      ipv6,
      source,
      since,
      bytesIn,
      bytesOut,
    })),
    next,
    previous,
    certificateNotAfter: node.certificates[0]?.notAfter ?? null,
  };
}

const Keys = z.tuple([z.string(), z.number().int()]);

/** By common name, and by the node's own number of the client where one name is connected twice. */
async function sessionsOf(nodeId: string, text: string | undefined): Promise<Paged<VpnSession>> {
  const cursor = decodeCursor(text, 2);
  const keys = cursor && Keys.safeParse(cursor.keys);
  const order = cursor?.back ? "desc" : "asc";
  const beyond = cursor?.back ? "lt" : "gt";
  const from: Prisma.VpnSessionWhereInput = keys?.success
    ? {
        commonName: { [cursor?.back ? "lte" : "gte"]: keys.data[0] },
        OR: [{ commonName: { [beyond]: keys.data[0] } }, { clientId: { [beyond]: keys.data[1] } }],
      }
    : {};
  const rows = await db().vpnSession.findMany({
    where: { nodeId, ...from },
    orderBy: [{ commonName: order }, { clientId: order }],
    take: PAGE_SIZE + 1,
  });
  return pageOf(rows, PAGE_SIZE, cursor, (row) => [row.commonName, row.clientId]);
}

function nodeFacts(node: Node, current: bigint, now: Date): NodeRow {
  const faults = z.array(FaultBody).safeParse(node.faults);
  return {
    name: node.name,
    address: node.address,
    port: node.port,
    proto: node.proto,
    interface: node.interface,
    state: node.state,
    reportedAt: node.reportedAt,
    silent: node.state === "active" && isSilent(node, now),
    revision: node.revision,
    behind: node.revision === null ? 0 : Math.max(0, Number(current - node.revision)),
    crlThisUpdate: node.crlThisUpdate,
    crlNextUpdate: node.crlNextUpdate,
    openvpnVersion: node.openvpnVersion,
    openvpnRunning: node.openvpnRunning,
    agentVersion: node.agentVersion,
    clockOffsetMs: node.clockOffsetMs,
    faults: faults.success ? faults.data : [],
    vpnSessions: node.vpnSessionCount,
    enrolledAt: node.enrolledAt,
    joinExpiresAt: node.joinExpiresAt,
  };
}

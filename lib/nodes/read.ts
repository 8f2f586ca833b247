import { z } from "zod";
import type { Node, NodeState } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
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
  sessions: {
    commonName: string;
    username: string | null;
    ipv4: string | null;
    ipv6: string | null;
    source: string;
    since: Date;
    bytesIn: bigint;
    bytesOut: bigint;
  }[];
  certificateNotAfter: Date | null;
};

/** Every node that was not removed, by name. */
export async function listNodes(ctx: Context): Promise<NodeRow[]> {
  demand(ctx.actor, "nodes.read");
  const cluster = await db().cluster.findUniqueOrThrow({ where: { id: 1 }, select: { revision: true } });
  const nodes = await db().node.findMany({
    where: { state: { not: "removed" } },
    include: { _count: { select: { vpnSessions: true } } },
    orderBy: { name: "asc" },
    take: 200,
  });
  return nodes.map((node) => nodeFacts(node, cluster.revision, node._count.vpnSessions, ctx.now()));
}

/** One node with its VPN sessions; null where there is none of that name. Removed ones can still be looked at. */
export async function readNode(ctx: Context, name: string): Promise<NodeDetails | null> {
  demand(ctx.actor, "nodes.read");
  const node = await db().node.findUnique({
    where: { name },
    include: {
      vpnSessions: { orderBy: { commonName: "asc" }, take: 200 },
      certificates: { where: { der: { not: null } }, orderBy: { notAfter: "desc" }, take: 1 },
      _count: { select: { vpnSessions: true } },
    },
  });
  if (!node) return null;
  const cluster = await db().cluster.findUniqueOrThrow({ where: { id: 1 }, select: { revision: true } });
  return {
    ...nodeFacts(node, cluster.revision, node._count.vpnSessions, ctx.now()),
    sessions: node.vpnSessions.map(({ commonName, ipv4, ipv6, source, since, bytesIn, bytesOut }) => ({
      commonName,
      username: parseCommonName(commonName)?.username ?? null,
      ipv4,
      ipv6,
      source,
      since,
      bytesIn,
      bytesOut,
    })),
    certificateNotAfter: node.certificates[0]?.notAfter ?? null,
  };
}

function nodeFacts(node: Node, current: bigint, vpnSessions: number, now: Date): NodeRow {
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
    vpnSessions,
    enrolledAt: node.enrolledAt,
    joinExpiresAt: node.joinExpiresAt,
  };
}

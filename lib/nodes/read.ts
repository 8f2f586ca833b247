import { z } from "zod";
import type { Node, NodeState, Prisma, RolloutState, Site, VpnSession } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { decodeCursor, PAGE_SIZE, pageOf, type Paged } from "@/lib/core/cursor";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { parseCommonName } from "@/lib/users/common-name";
import { FaultBody } from "./bundle";
import { seenFaults } from "./seen-faults";
import { isSilent } from "./silence";

export type NodeRow = {
  name: string;
  version: number;
  site: string;
  address: string;
  port: number;
  proto: string;
  interface: string;
  coreInterface: string | null;
  routerId: string | null;
  state: NodeState;
  drainedAt: Date | null;
  setAsideAt: Date | null;
  reportedAt: Date | null;
  silent: boolean;
  revision: bigint | null;
  behind: number;
  crlThisUpdate: Date | null;
  crlNextUpdate: Date | null;
  openvpnVersion: string | null;
  openvpnRunning: boolean | null;
  openvpnStartedAt: Date | null;
  /** Why its OpenVPN waits to be started again, by its own word. */
  restartDue: string | null;
  agentVersion: string | null;
  clockOffsetMs: number | null;
  /** What it says of itself, then what the portal sees. */
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
  /** The end of its certificate; of a removed one the last that it had. */
  certificateNotAfter: Date | null;
  /** Until then whoever has a key that it had once could pose as it: clients hold no CRL. */
  deceivesUntil: Date | null;
  /** The rollout that has something for it, or had and stopped before it. */
  rollout: { id: string; state: RolloutState } | null;
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
    include: { site: { select: { name: true } } },
  });
  return nodes.map((node) => nodeFacts(node, cluster.revision, ctx.now()));
}

/** One node with a page of its VPN sessions; null where there is none of that name. Removed ones can still be looked at. */
export async function readNode(ctx: Context, name: string, { cursor }: { cursor?: string } = {}): Promise<NodeDetails | null> {
  demand(ctx.actor, "nodes.read");
  const node = await db().node.findUnique({
    where: { name },
    include: {
      site: { select: { name: true } },
      certificates: {
        where: { der: { not: null }, notAfter: { gt: ctx.now() } },
        orderBy: { notAfter: "desc" },
        take: 20,
        select: { notAfter: true, revocation: { select: { serial: true } } },
      },
    },
  });
  if (!node) return null;
  const revoked = node.certificates.find(({ revocation }) => revocation !== null);
  const own = node.certificates.find(({ revocation }) => revocation === null) ?? revoked;
  const step = await db().rolloutStep.findFirst({
    where: { nodeId: node.id },
    orderBy: [{ rollout: { createdAt: "desc" } }, { n: "desc" }],
    select: { state: true, rollout: { select: { id: true, state: true } } },
  });
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
    certificateNotAfter: own?.notAfter ?? null,
    deceivesUntil: revoked?.notAfter ?? null,
    rollout: step && step.rollout.state !== "done" && !["healthy", "skipped"].includes(step.state) ? step.rollout : null,
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

function nodeFacts(node: Node & { site: Pick<Site, "name"> }, current: bigint, now: Date): NodeRow {
  const said = z.array(FaultBody).safeParse(node.faults);
  const faults = said.success ? said.data : [];
  return {
    name: node.name,
    version: node.version,
    site: node.site.name,
    address: node.address,
    port: node.port,
    proto: node.proto,
    interface: node.interface,
    coreInterface: node.coreInterface,
    routerId: node.routerId,
    state: node.state,
    drainedAt: node.drainedAt,
    setAsideAt: node.setAsideAt,
    reportedAt: node.reportedAt,
    silent: node.state === "active" && isSilent(node, now),
    revision: node.revision,
    behind: node.revision === null ? 0 : Math.max(0, Number(current - node.revision)),
    crlThisUpdate: node.crlThisUpdate,
    crlNextUpdate: node.crlNextUpdate,
    openvpnVersion: node.openvpnVersion,
    openvpnRunning: node.openvpnRunning,
    openvpnStartedAt: node.openvpnStartedAt,
    restartDue: node.restartDue,
    agentVersion: node.agentVersion,
    clockOffsetMs: node.clockOffsetMs,
    faults: [...faults, ...seenFaults({ ...node, faults }, now)],
    vpnSessions: node.vpnSessionCount,
    enrolledAt: node.enrolledAt,
    joinExpiresAt: node.joinExpiresAt,
  };
}

import type { Certificate, Invitation, InvitationKind, Prisma, UserState } from "@/generated/prisma/client";
import { demand } from "@/lib/core/permissions";
import type { Context } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { certificateState, type CertificateState } from "./certificate-state";
import { invitationState, type InvitationState } from "./invitation";

export type CertificateDetails = {
  serial: string;
  commonName: string;
  notBefore: Date;
  notAfter: Date;
  state: CertificateState;
  revokedAt: Date | null;
  /** When a node first reported a VPN session of this name. */
  firstSeenAt: Date | null;
  /** Where it is being renewed: until then it is good beside its renewal. */
  overlapEndsAt: Date | null;
  /** The list of remotes that its profile has, by its key (lib/nodes/remote-list.ts). */
  profileRemotes: string | null;
};
export type DeviceDetails = {
  id: string;
  name: string;
  ipv4: string;
  ipv6: string;
  createdAt: Date;
  removedAt: Date | null;
  /** It was revoked because somebody else may have its key. */
  lost: boolean;
  /** Since when two machines take its VPN session from each other; null while they do not. */
  contestedAt: Date | null;
  invitation: { id: string; kind: InvitationKind; state: InvitationState; expiresAt: Date; createdAt: Date } | null;
  certificates: CertificateDetails[];
  vpnSessions: {
    node: string;
    commonName: string;
    ipv4: string | null;
    ipv6: string | null;
    source: string;
    since: Date;
    bytesIn: bigint;
    bytesOut: bigint;
  }[];
};
export type UserDetails = {
  username: string;
  name: string;
  email: string | null;
  state: UserState;
  version: number;
  createdAt: Date;
  suspendedAt: Date | null;
  leavesAt: Date | null;
  offboardedAt: Date | null;
  offboardRevision: bigint | null;
  devices: DeviceDetails[];
  /** How many devices of before are left out: the newest stand in `devices`. */
  olderDevices: number;
};

/** Devices of before that are shown; all that are in use are. */
const REMOVED_SHOWN = 10;

/** Everything about one user; null where there is none. */
export async function readUser(ctx: Context, username: string): Promise<UserDetails | null> {
  demand(ctx.actor, "users.read");
  // What only the metrics need stays here.
  const user = await db().user.findUnique({ where: { username }, omit: { refusedAt: true } });
  if (!user) return null;
  const of = { userId: user.id };
  const [present, removed, removedInAll] = await Promise.all([
    db().device.findMany({ where: { ...of, removedAt: null }, orderBy: { createdAt: "asc" }, take: 100 }),
    db().device.findMany({ where: { ...of, removedAt: { not: null } }, orderBy: { removedAt: "desc" }, take: REMOVED_SHOWN }),
    db().device.count({ where: { ...of, removedAt: { not: null } } }),
  ]);
  const devices = [...present, ...removed];
  const ids = devices.map(({ id }) => id);
  const [certificates, invitations] = await Promise.all([
    db().certificate.findMany({ where: { deviceId: { in: ids } }, ...withRemovals, orderBy: { reservedAt: "desc" }, take: 150 }),
    db().$queryRaw<Pick<Invitation, "id" | "kind" | "deviceId" | "expiresAt" | "createdAt" | "usedAt" | "withdrawnAt">[]>`
      SELECT DISTINCT ON (device_id) id, kind, device_id AS "deviceId", expires_at AS "expiresAt", created_at AS "createdAt",
        used_at AS "usedAt", withdrawn_at AS "withdrawnAt"
      FROM invitation WHERE device_id = ANY(${ids}::uuid[]) ORDER BY device_id, created_at DESC`,
  ]);
  const sessions = await db().vpnSession.findMany({
    where: { commonName: { in: certificates.map(({ commonName }) => commonName) } },
    include: { node: { select: { name: true } } },
    orderBy: [{ since: "desc" }, { seen: "asc" }],
    take: 100,
  });
  const now = ctx.now();
  // What triggers count for the lists stays there: here the devices themselves are told.
  const { id: _id, deviceCount: _devices, unusedInvitations: _unused, vpnSessionCount: _sessions, ...facts } = user;
  return {
    ...facts,
    olderDevices: removedInAll - removed.length,
    devices: devices.map((device) => {
      const { id, name, ipv4, ipv6, createdAt, removedAt, contestedAt } = device;
      const theirs = certificates.filter(({ deviceId }) => deviceId === id);
      const names = new Set(theirs.map(({ commonName }) => commonName));
      const invitation = invitations.find(({ deviceId }) => deviceId === id);
      return {
        id,
        name,
        ipv4,
        ipv6,
        createdAt,
        removedAt,
        contestedAt,
        lost: theirs.some(({ removals }) => removals[0]?.cause === "lost"),
        invitation: invitation
          ? {
              id: invitation.id,
              kind: invitation.kind,
              state: invitationState(invitation, now),
              expiresAt: invitation.expiresAt,
              createdAt: invitation.createdAt,
            }
          : null,
        certificates: theirs.map((certificate) => certificateFacts(certificate, now)),
        vpnSessions: sessions
          .filter(({ commonName }) => names.has(commonName))
          .map(({ nodeId: _node, clientId: _client, node, ...session }) => ({ ...session, node: node.name })),
      };
    }),
  };
}

const withRemovals = {
  include: { revocation: { select: { revokedAt: true } }, removals: { orderBy: { revision: "desc" }, take: 1, select: { cause: true } } },
} satisfies Prisma.CertificateDefaultArgs;

function certificateFacts(certificate: Certificate & { revocation: { revokedAt: Date } | null }, now: Date): CertificateDetails {
  const { serial, commonName, notBefore, notAfter, revocation, firstSeenAt, overlapEndsAt, profileRemotes } = certificate;
  const state = certificateState({ ...certificate, revoked: revocation !== null }, now);
  return {
    serial,
    commonName,
    notBefore,
    notAfter,
    state,
    revokedAt: revocation?.revokedAt ?? null,
    firstSeenAt,
    overlapEndsAt,
    profileRemotes,
  };
}

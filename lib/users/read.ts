import type { Prisma, UserState } from "@/generated/prisma/client";
import { demand } from "@/lib/core/permissions";
import type { Context } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { invitationState, type InvitationState } from "./invitation";

export const PAGE_SIZE = 50;

export type UserRow = {
  username: string;
  name: string;
  email: string | null;
  state: UserState;
  devices: number;
  connected: number;
  createdAt: Date;
};
export type UserList = { users: UserRow[]; total: number; page: number; pages: number };

/** A page of users by username; `search` looks in usernames, names and e-mail addresses. */
export async function listUsers(ctx: Context, { search = "", page = 1 }: { search?: string; page?: number } = {}): Promise<UserList> {
  demand(ctx.actor, "users.read");
  const contains = { contains: search.trim().replace(/[\\%_]/g, "\\$&"), mode: "insensitive" } as const;
  const where: Prisma.UserWhereInput = search.trim() ? { OR: [{ username: contains }, { name: contains }, { email: contains }] } : {};
  const total = await db().user.count({ where });
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  const at = Math.min(Math.max(1, Math.trunc(page) || 1), pages);
  const rows = await db().user.findMany({
    where,
    orderBy: { username: "asc" },
    skip: (at - 1) * PAGE_SIZE,
    take: PAGE_SIZE,
    include: { devices: { where: { removedAt: null }, select: { ipv4: true } } },
  });
  const connected = await db().vpnSession.findMany({
    where: { ipv4: { in: rows.flatMap((row) => row.devices.map((device) => device.ipv4)) } },
    select: { ipv4: true },
  });
  const online = new Set(connected.map((session) => session.ipv4));
  const users = rows.map(({ username, name, email, state, createdAt, devices }) => ({
    username,
    name,
    email,
    state,
    createdAt,
    devices: devices.length,
    connected: devices.filter((device) => online.has(device.ipv4)).length,
  }));
  return { users, total, page: at, pages };
}

export type CertificateState = "valid" | "revoked" | "expired" | "pending";
export type DeviceDetails = {
  id: string;
  name: string;
  ipv4: string;
  ipv6: string;
  createdAt: Date;
  removedAt: Date | null;
  invitation: { id: string; state: InvitationState; expiresAt: Date; createdAt: Date } | null;
  certificates: { serial: string; commonName: string; notBefore: Date; notAfter: Date; state: CertificateState; revokedAt: Date | null }[];
  vpnSessions: { node: string; ipv4: string | null; ipv6: string | null; source: string; since: Date; bytesIn: bigint; bytesOut: bigint }[];
};
export type UserDetails = {
  username: string;
  name: string;
  email: string | null;
  state: UserState;
  createdAt: Date;
  offboardedAt: Date | null;
  offboardRevision: bigint | null;
  devices: DeviceDetails[];
};

const withDevices = {
  devices: {
    orderBy: { createdAt: "asc" },
    include: {
      invitations: { orderBy: { createdAt: "desc" }, take: 1 },
      certificates: { orderBy: { reservedAt: "desc" }, take: 20, include: { revocation: true } },
    },
  },
} satisfies Prisma.UserInclude;
type Found = Prisma.UserGetPayload<{ include: typeof withDevices }>;
type FoundDevice = Found["devices"][number];

/** Everything about one user; null where there is none. */
export async function readUser(ctx: Context, username: string): Promise<UserDetails | null> {
  demand(ctx.actor, "users.read");
  const user = await db().user.findUnique({ where: { username }, include: withDevices });
  if (!user) return null;
  const names = user.devices.flatMap((device) => device.certificates.map((certificate) => certificate.commonName));
  const sessions = await db().vpnSession.findMany({
    where: { commonName: { in: names } },
    include: { node: { select: { name: true } } },
    orderBy: { since: "desc" },
  });
  const now = ctx.now();
  const { name, email, state, createdAt, offboardedAt, offboardRevision } = user;
  return {
    username,
    name,
    email,
    state,
    createdAt,
    offboardedAt,
    offboardRevision,
    devices: user.devices.map((device) => ({
      id: device.id,
      name: device.name,
      ipv4: device.ipv4,
      ipv6: device.ipv6,
      createdAt: device.createdAt,
      removedAt: device.removedAt,
      invitation: latestInvitation(device, now),
      certificates: device.certificates.map((certificate) => certificateFacts(certificate, now)),
      vpnSessions: sessions
        .filter((session) => device.certificates.some((certificate) => certificate.commonName === session.commonName))
        .map(({ node, ipv4, ipv6, source, since, bytesIn, bytesOut }) => ({
          node: node.name,
          ipv4,
          ipv6,
          source,
          since,
          bytesIn,
          bytesOut,
        })),
    })),
  };
}

function latestInvitation(device: FoundDevice, now: Date): DeviceDetails["invitation"] {
  const [invitation] = device.invitations;
  return invitation
    ? { id: invitation.id, state: invitationState(invitation, now), expiresAt: invitation.expiresAt, createdAt: invitation.createdAt }
    : null;
}

function certificateFacts(certificate: FoundDevice["certificates"][number], now: Date): DeviceDetails["certificates"][number] {
  const { serial, commonName, notBefore, notAfter, revocation, der } = certificate;
  const state = revocation ? "revoked" : !der ? "pending" : notAfter <= now ? "expired" : "valid";
  return { serial, commonName, notBefore, notAfter, state, revokedAt: revocation?.revokedAt ?? null };
}

import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";

export type OwnDevice = {
  name: string;
  ipv4: string;
  ipv6: string;
  createdAt: Date;
  certificate: { commonName: string; notAfter: Date; profileRemotes: string | null } | null;
  connectedSince: Date | null;
};
export type OwnUser = { username: string; name: string; state: "active" | "suspended" | "offboarded"; devices: OwnDevice[] };

/** A person's own devices, whatever their role; null for an account that belongs to no user. Read only: an admin or operator changes them. */
export async function readOwnDevices(ctx: Context): Promise<OwnUser | null> {
  demand(ctx.actor, "own.read");
  if (ctx.actor.kind !== "account") refuse("forbidden", "Only somebody who signed in has devices of their own.");
  const account = await db().account.findUnique({ where: { id: ctx.actor.id }, select: { userId: true } });
  if (!account?.userId) return null;
  const user = await db().user.findUniqueOrThrow({
    where: { id: account.userId },
    include: {
      devices: {
        where: { removedAt: null },
        orderBy: { createdAt: "asc" },
        take: 50,
        include: {
          certificates: {
            where: { revocation: null, issuedAt: { not: null }, removalRevision: null },
            orderBy: { reservedAt: "desc" },
            take: 2,
          },
        },
      },
    },
  });
  const names = user.devices.flatMap(({ certificates }) => certificates.map(({ commonName }) => commonName));
  const sessions = await db().vpnSession.findMany({ where: { commonName: { in: names } }, orderBy: { since: "asc" }, take: 100 });
  return {
    username: user.username,
    name: user.name,
    state: user.state,
    devices: user.devices.map(({ name, ipv4, ipv6, createdAt, certificates }) => ({
      name,
      ipv4,
      ipv6,
      createdAt,
      certificate: newest(certificates),
      connectedSince: sessions.find(({ commonName }) => certificates.some((one) => one.commonName === commonName))?.since ?? null,
    })),
  };
}

type Newest = NonNullable<OwnDevice["certificate"]>;

function newest([first]: readonly Newest[]): OwnDevice["certificate"] {
  return first ? { commonName: first.commonName, notAfter: first.notAfter, profileRemotes: first.profileRemotes } : null;
}

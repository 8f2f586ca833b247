import { z } from "zod";
import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { readSettings } from "@/lib/core/settings";
import { db, type Tx } from "@/lib/db/client";
import { remoteListInForce } from "@/lib/nodes/read-remote-list";
import { refuse } from "@/lib/refusal";
import { whyProfileIsNoGood, type ProfileFacts } from "@/lib/users/profile-good";
import type { ProfileRemote } from "@/lib/users/profile";

export const GiveRemotesBody = z.strictObject({
  fingerprint: z
    .string({ error: "The fingerprint is missing: the SHA-256 of the profile's certificate." })
    .regex(/^[0-9a-f]{64}$/, "The fingerprint must be the SHA-256 of the profile's certificate: 64 hexadecimal digits, small letters."),
});

export type GivenRemotes = {
  commonName: string;
  remotes: ProfileRemote[];
  options: { remoteRandom: boolean; explicitExitNotify: boolean };
  /** Whether the profile had another list until now. */
  changed: boolean;
};

type Found = ProfileFacts & { serial: string; commonName: string; profileRemotes: string | null; username: string; device: string };

/** Whose certificate has this fingerprint. Only its owner's file and the nodes have it; it is no secret, and this gives none. */
export async function findProfile(fingerprint: string): Promise<{ serial: string; commonName: string } | null> {
  return db().certificate.findFirst({ where: { fingerprint, kind: "device" }, select: { serial: true, commonName: true } });
}

/** The remotes in force for a profile that is out, and a note that its owner has them. Nothing but the fingerprint comes here (I12). */
export async function giveRemotes(ctx: Context): Promise<GivenRemotes> {
  demand(ctx.actor, "profile.remotes");
  if (ctx.actor.kind !== "profile") refuse("forbidden", "This needs a profile's fingerprint.");
  const { serial } = ctx.actor;
  const profile = await goodProfile(db(), ctx, serial);
  const list = await remoteListInForce();
  if (list.remotes.length === 0) refuse("state", "There is no server to connect to at the moment. Keep your file and come back later.");
  const { explicitExitNotify } = await readSettings();
  const { commonName } = profile;
  const given = { commonName, remotes: list.remotes, options: { remoteRandom: list.remoteRandom, explicitExitNotify } };
  if (profile.profileRemotes === list.key) return { ...given, changed: false };
  await commit(ctx, "profile.remotes", async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM certificate WHERE serial = ${serial} FOR UPDATE`;
    await goodProfile(tx, ctx, serial);
    await tx.certificate.update({ where: { serial }, data: { profileRemotes: list.key } });
    return {
      value: { given: true },
      audit: {
        action: "profile.remotes",
        subject: `user ${profile.username}`,
        details: { device: profile.device, commonName, lines: list.remotes.length },
      },
      nodes: "need not",
    };
  });
  return { ...given, changed: true };
}

async function goodProfile(tx: Tx, ctx: Context, serial: string): Promise<Found> {
  const row = await tx.certificate.findUnique({
    where: { serial },
    include: { revocation: { select: { revokedAt: true } }, device: { include: { user: { select: { username: true } } } } },
  });
  if (!row?.device) refuse("missing", UNKNOWN_PROFILE);
  const found = { ...row, revokedAt: row.revocation?.revokedAt ?? null, username: row.device.user.username, device: row.device.name };
  const reason = whyProfileIsNoGood(found, ctx.now());
  return reason ? refuse("gone", reason) : found;
}

export const UNKNOWN_PROFILE =
  "This portal has issued no such certificate. Is the file from another VPN? Ask your admin for an invitation if you have none.";

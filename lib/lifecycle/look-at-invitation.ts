import type { InvitationKind } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { remoteListInForce } from "@/lib/nodes/read-remote-list";
import { refuse } from "@/lib/refusal";
import { commonName } from "@/lib/users/common-name";
import { whyInvitationIsNoGood } from "@/lib/users/invitation";
import { readInvitation } from "@/lib/users/lock-invitation";

export type InvitationView = {
  /** A renewal makes the next profile beside the one in use. */
  kind: InvitationKind;
  clusterName: string;
  userName: string;
  username: string;
  device: string;
  commonName: string;
  ipv4: string;
  ipv6: string;
  expiresAt: Date;
  /** None where a profile would lead nowhere yet. */
  nodes: number;
};

/** What an invitation's page shows before anything happens. Changes nothing (I11). */
export async function lookAtInvitation(ctx: Context): Promise<InvitationView> {
  demand(ctx.actor, "invitation.use");
  if (ctx.actor.kind !== "invitation") refuse("forbidden", "This needs an invitation's link.");
  const invitation = await readInvitation(db(), ctx.actor.id);
  const reason = whyInvitationIsNoGood(invitation, ctx.now());
  if (!invitation || reason) refuse("gone", reason ?? "There is no such invitation.");
  const cluster = await db().cluster.findUniqueOrThrow({ where: { id: 1 }, select: { name: true } });
  const { remotes } = await remoteListInForce();
  const { username, userName, deviceName, ipv4, ipv6, expiresAt, lastNumber } = invitation;
  return {
    kind: invitation.kind,
    clusterName: cluster.name,
    userName,
    username,
    device: deviceName,
    commonName: commonName(username, deviceName, lastNumber + 1),
    ipv4,
    ipv6,
    expiresAt,
    nodes: remotes.length === 0 ? 0 : await db().node.count({ where: { state: "active" } }),
  };
}

import { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import { actorName, type Context } from "@/lib/core/context";
import { readSettings } from "@/lib/core/settings";
import { newToken } from "@/lib/core/token";
import type { Tx } from "@/lib/db/client";
import { queueMail } from "@/lib/mail/queue-mail";
import { refuse } from "@/lib/refusal";
import { username } from "@/lib/users/naming";
import { joinLink } from "./join-link";
import { linkableUser } from "./linkable-user";
import { accountEmail, role } from "./role";

export const InviteAccountBody = z.strictObject({
  email: accountEmail,
  role,
  /** The user that this person is, where they are one. */
  username: username.nullish(),
});

export type InvitedAccount = { id: string; email: string; token: string; expiresAt: Date; mailed: boolean };

/** A link by which one person makes their account; an older one for the same address stops working. Told by mail where mail is set. */
export function inviteAccount(ctx: Context, body: z.output<typeof InviteAccountBody>): Promise<Committed<InvitedAccount>> {
  return commit(ctx, "accounts.write", async (tx) => {
    const user = body.username ? await linkableUser(tx, body.username, null) : null;
    await oneAtATime(tx, body.email);
    if (await tx.authUser.findUnique({ where: { email: body.email } }))
      refuse("taken", `${body.email} has an account already. Change its role on its page.`, "email");
    await tx.accountInvitation.updateMany({
      where: { email: body.email, usedAt: null, withdrawnAt: null },
      data: { withdrawnAt: ctx.now() },
    });
    const { token, hash } = newToken(ctx.random);
    const createdAt = ctx.now();
    const expiresAt = new Date(createdAt.getTime() + (await readSettings(tx)).invitationHours * 3_600_000);
    const { id } = await tx.accountInvitation.create({
      data: {
        email: body.email,
        role: body.role,
        userId: user?.id ?? null,
        tokenHash: hash,
        createdAt,
        createdBy: actorName(ctx.actor),
        expiresAt,
      },
    });
    const cluster = await tx.cluster.findUniqueOrThrow({ where: { id: 1 }, select: { name: true } });
    const told = await queueMail(tx, ctx, {
      kind: "account-invitation",
      to: body.email,
      role: body.role,
      link: joinLink(token),
      expiresAt: expiresAt.toISOString(),
      invitedBy: actorName(ctx.actor),
      clusterName: cluster.name,
    });
    const mailed = told === "queued";
    return {
      value: { id, email: body.email, token, expiresAt, mailed },
      answer: { id, email: body.email, expiresAt: expiresAt.toISOString(), mailed },
      audit: {
        action: "account.invite",
        subject: `account ${body.email}`,
        details: { invitation: id, role: body.role, username: user?.username ?? null, expiresAt, mailed },
      },
      nodes: "need not",
    };
  });
}

/** Step: whoever invites or accepts for this address waits for the other, so that it has one open link and one account. */
export async function oneAtATime(tx: Tx, address: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`account ${address}`}, 0))`;
}

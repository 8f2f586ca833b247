import { z } from "zod";
import type { Role } from "@/generated/prisma/client";
import { commit } from "@/lib/core/commit";
import type { Actor, Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { hashToken, TOKEN_PATTERN } from "@/lib/core/token";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { lineOfText } from "@/lib/users/naming";
import { whyAccountInvitationIsNoGood } from "./account-invitation";
import { createAccount, hashPassword } from "./create-account";
import { oneAtATime } from "./invite-account";
import { linkableUser } from "./linkable-user";
import { password } from "./role";

export const joinToken = z.string({ error: "The token is missing." }).max(200);
export const AcceptBody = z.strictObject({ token: joinToken, name: lineOfText("Your name"), password: password("The password") });

/** Who acts by an account invitation's link. Nobody learns more than that a link is not good. */
export async function newcomer(token: string, now: Date): Promise<Actor> {
  const row = TOKEN_PATTERN.test(token) ? await db().accountInvitation.findUnique({ where: { tokenHash: hashToken(token) } }) : null;
  const reason = whyAccountInvitationIsNoGood(row, now);
  return row && !reason ? { kind: "newcomer", invitationId: row.id } : refuse("gone", reason ?? "There is no such invitation.");
}

const invitationOf = (ctx: Context): string =>
  ctx.actor.kind === "newcomer" ? ctx.actor.invitationId : refuse("forbidden", "This needs an account invitation.");

/** What the link is for. Looking changes nothing. */
export async function lookAtAccountInvitation(ctx: Context): Promise<{ email: string; role: Role; clusterName: string; expiresAt: Date }> {
  demand(ctx.actor, "account.accept");
  const row = await db().accountInvitation.findUniqueOrThrow({ where: { id: invitationOf(ctx) } });
  const cluster = await db().cluster.findUniqueOrThrow({ where: { id: 1 }, select: { name: true } });
  return { email: row.email, role: row.role, clusterName: cluster.name, expiresAt: row.expiresAt };
}

/** Makes the account that was offered, once (the address is the invitation's: whoever has the link had its mail). */
export async function acceptAccountInvitation(ctx: Context, body: z.output<typeof AcceptBody>): Promise<{ email: string }> {
  demand(ctx.actor, "account.accept");
  const id = invitationOf(ctx);
  const passwordHash = await hashPassword(body.password);
  const offered = await db().accountInvitation.findUniqueOrThrow({ where: { id }, include: { user: { select: { username: true } } } });
  await commit(ctx, "account.accept", async (tx) => {
    const user = offered.user ? await linkableUser(tx, offered.user.username, null) : null;
    await oneAtATime(tx, offered.email);
    await tx.$queryRaw`SELECT 1 AS locked FROM account_invitation WHERE id = ${id}::uuid FOR UPDATE`;
    const reason = whyAccountInvitationIsNoGood(await tx.accountInvitation.findUnique({ where: { id } }), ctx.now());
    if (reason) refuse("gone", reason);
    if (await tx.authUser.findUnique({ where: { email: offered.email } }))
      refuse("taken", `${offered.email} has an account already. Sign in with it.`);
    await createAccount(tx, ctx, { name: body.name, email: offered.email, passwordHash, role: offered.role, userId: user?.id ?? null });
    await tx.accountInvitation.update({ where: { id }, data: { usedAt: ctx.now() } });
    return {
      value: null,
      audit: {
        action: "account.accept-invitation",
        subject: `account ${offered.email}`,
        details: { invitation: id, name: body.name, role: offered.role, username: user?.username ?? null },
      },
      nodes: "need not",
    };
  });
  return { email: offered.email };
}

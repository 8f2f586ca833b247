// For tests: people with accounts, made by the verbs themselves, and sign-ins as a browser makes them.
import type { Role } from "@/generated/prisma/client";
import type { Actor, Context } from "@/lib/core/context";
import { contextFor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { acceptAccountInvitation, AcceptBody, newcomer } from "./accept-account-invitation";
import { auth } from "./auth";
import { inviteAccount, InviteAccountBody } from "./invite-account";

export type AccountActor = Extract<Actor, { kind: "account" }>;
export const PASSWORD = "correct horse battery";

export async function inviteOne(ctx: Context, email: string, role: Role, username?: string): Promise<{ id: string; token: string }> {
  const done = await inviteAccount(ctx, InviteAccountBody.parse({ email, role, username }));
  if (done.replayed) throw new Error("invited before");
  return done.value;
}

export async function acceptLink(token: string, name = "Somebody", password = PASSWORD): Promise<{ email: string }> {
  const now = () => new Date();
  return acceptAccountInvitation({ ...contextFor(await newcomer(token, now())), now }, AcceptBody.parse({ token, name, password }));
}

/** Invited and accepted; returns the account as an actor. */
export async function addAccount(ctx: Context, email: string, role: Role, username?: string): Promise<AccountActor> {
  const { token } = await inviteOne(ctx, email, role, username);
  await acceptLink(token, `Person ${email}`);
  return actorOf(email);
}

export async function actorOf(email: string): Promise<AccountActor> {
  const account = await db().account.findFirstOrThrow({ where: { authUser: { email } } });
  return { kind: "account", id: account.id, authUserId: account.authUserId, email, role: account.role };
}

/** Signs in; returns the headers with the cookie, and the sign-in session's id. */
export async function signIn(email: string, password = PASSWORD): Promise<{ headers: Headers; session: string }> {
  const { headers } = await auth().api.signInEmail({
    body: { email, password },
    headers: new Headers({ "user-agent": "Firefox/140.0 (Linux)", "x-forwarded-for": "198.51.100.9" }),
    returnHeaders: true,
  });
  const cookie = headers.getSetCookie().map((one) => one.split(";")[0]);
  const newest = await db().authSession.findFirstOrThrow({ where: { user: { email } }, orderBy: { createdAt: "desc" } });
  return { headers: new Headers({ cookie: cookie.join("; ") }), session: newest.id };
}

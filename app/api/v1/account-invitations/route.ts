import { z } from "zod";
import { route } from "@/app/_shell/route";
import { inviteAccount, InviteAccountBody } from "@/lib/accounts/invite-account";
import { joinLink } from "@/lib/accounts/join-link";
import { listAccountInvitations } from "@/lib/accounts/list-account-invitations";
import { AccountInvitationsAnswer, cursorQuery } from "../accounts/shapes";

const answer = z.object({
  id: z.uuid(),
  email: z.string(),
  /** Shown once: a repeated answer to the same Idempotency-Key leaves it out. */
  link: z.string().optional(),
  expiresAt: z.iso.datetime(),
  mailed: z.boolean(),
});

export const GET = route(
  { as: "account", summary: "List account invitations, the newest first", query: cursorQuery, answer: AccountInvitationsAnswer },
  ({ ctx, query }) => listAccountInvitations(ctx, query),
);

export const POST = route(
  { as: "account", summary: "Invite somebody to an account, by a link that is shown once", body: InviteAccountBody, answer, status: 201 },
  async ({ ctx, body }) => {
    const done = await inviteAccount(ctx, body);
    if (done.replayed) return done.value;
    const { token, ...shown } = done.value;
    return { ...shown, link: joinLink(token) };
  },
);

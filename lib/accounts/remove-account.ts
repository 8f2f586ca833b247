import { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { actsAs } from "./acts-as";
import { LAST_ADMIN, leavesNoAdmin } from "./last-admin";
import { goodTokensOf } from "./list-tokens-of";
import { lockAccount } from "./lock-accounts";
import { withdrawInvitationsBy } from "./withdraw-invitations-by";

export const RemoveAccountBody = z.strictObject({ confirm: z.string({ error: "Type the e-mail address to confirm." }) });

export const OWN_ACCOUNT = "This is your own account. Another admin can remove it.";

/** Takes an account away: its sign-in sessions end with it, and its API tokens are good for nothing any more. What it did stays in the audit log, under its e-mail address. */
export function removeAccount(
  ctx: Context,
  id: string,
  body: z.output<typeof RemoveAccountBody>,
): Promise<Committed<{ id: string; email: string }>> {
  return commit(ctx, "accounts.write", async (tx) => {
    const { account, accounts } = await lockAccount(tx, id);
    if (body.confirm.trim().toLowerCase() !== account.email)
      refuse("invalid", `Type the e-mail address ${account.email} to confirm.`, "confirm");
    if (leavesNoAdmin(accounts, [id])) refuse("state", LAST_ADMIN);
    if (ctx.actor.kind === "account" && ctx.actor.id === id) refuse("state", OWN_ACCOUNT);
    await withdrawInvitationsBy(tx, ctx, await actsAs(tx, [account]));
    const tokens = await goodTokensOf(tx, ctx, id);
    // Account, password and sign-in sessions go with it: their rows refer to it.
    await tx.authUser.delete({ where: { id: account.authUserId } });
    return {
      value: { id, email: account.email },
      audit: { action: "account.remove", subject: `account ${account.email}`, details: { name: account.name, role: account.role, tokens } },
      nodes: "need not",
    };
  });
}

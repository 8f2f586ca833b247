import { z } from "zod";
import type { Role } from "@/generated/prisma/client";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { refuseStale, version } from "@/lib/core/version";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { username } from "@/lib/users/naming";
import { actsAs } from "./acts-as";
import { LAST_ADMIN, leavesNoAdmin } from "./last-admin";
import { linkableUser } from "./linkable-user";
import { lockAccount } from "./lock-accounts";
import { role } from "./role";
import { withdrawInvitationsBy } from "./withdraw-invitations-by";

export const ChangeAccountBody = z.strictObject({
  version,
  role: role.optional(),
  /** The user that this person is; null for none. Left out: as it is. */
  username: username.nullable().optional(),
});

export type ChangedAccount = { id: string; role: Role; username: string | null; version: number };

/** Another role, or another user, for somebody who has an account. It holds with their next request: roles are read on each. */
export function changeAccount(ctx: Context, id: string, body: z.output<typeof ChangeAccountBody>): Promise<Committed<ChangedAccount>> {
  return commit(ctx, "accounts.write", async (tx) => {
    const asked = body.username;
    const user = asked ? await linkableUser(tx, asked, id) : null;
    const { account, accounts } = await lockAccount(tx, id);
    refuseStale(`the account ${account.email}`, account.version, body.version);
    const next = body.role ?? account.role;
    if (next !== "admin" && leavesNoAdmin(accounts, [id])) refuse("state", LAST_ADMIN, "role");
    const userId = asked === undefined ? account.userId : (user?.id ?? null);
    if (next === account.role && userId === account.userId) refuse("state", `${account.email} is so already: nothing was changed.`, "role");
    const usernameOf = async (of: string | null) =>
      of ? (await tx.user.findUniqueOrThrow({ where: { id: of }, select: { username: true } })).username : null;
    const [before, after] = [await usernameOf(account.userId), await usernameOf(userId)];
    if (account.role === "admin" && next !== "admin") await withdrawInvitationsBy(tx, ctx, await actsAs(tx, [account]));
    await tx.account.update({ where: { id }, data: { role: next, userId, version: { increment: 1 } } });
    return {
      value: { id, role: next, username: after, version: account.version + 1 },
      audit: {
        action: "account.change",
        subject: `account ${account.email}`,
        details: {
          before: { role: account.role, username: before },
          after: { role: next, username: after },
        },
      },
      nodes: "need not",
    };
  });
}

/** Whether this is the last admin, for the page that shows why an action is barred. */
export async function isLastAdmin(ctx: Context, id: string): Promise<boolean> {
  demand(ctx.actor, "accounts.read");
  const admins = await db().account.findMany({ where: { role: "admin" }, select: { id: true, role: true }, take: 2 });
  return leavesNoAdmin(admins, [id]);
}

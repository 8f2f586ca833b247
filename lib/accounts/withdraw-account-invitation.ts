import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";

/** The link that was sent stops working. */
export function withdrawAccountInvitation(ctx: Context, id: string): Promise<Committed<{ id: string }>> {
  return commit(ctx, "accounts.write", async (tx) => {
    const [row] = await tx.$queryRaw<{ email: string; used_at: Date | null; withdrawn_at: Date | null }[]>`
      SELECT email, used_at, withdrawn_at FROM account_invitation WHERE id = ${id}::uuid FOR UPDATE`;
    if (!row) refuse("missing", "There is no such account invitation.");
    if (row.used_at) refuse("state", `${row.email} has used this invitation already. Remove the account instead.`);
    if (row.withdrawn_at) refuse("state", "This invitation was withdrawn already.");
    await tx.accountInvitation.update({ where: { id }, data: { withdrawnAt: ctx.now() } });
    return {
      value: { id },
      audit: { action: "account.withdraw-invitation", subject: `account ${row.email}`, details: { invitation: id } },
      nodes: "need not",
    };
  });
}

import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";
import { withdrawInvitationsBy } from "./withdraw-invitations-by";

/** The token's next request is refused. Its row stays, because the audit log names it. */
export function revokeToken(ctx: Context, id: string): Promise<Committed<{ id: string }>> {
  return commit(ctx, "accounts.write", async (tx) => {
    const [row] = await tx.$queryRaw<{ name: string; revoked_at: Date | null }[]>`
      SELECT name, revoked_at FROM api_token WHERE id = ${id}::uuid FOR UPDATE`;
    if (!row) refuse("missing", "There is no such API token.");
    if (row.revoked_at) refuse("state", `The token ${row.name} was revoked already.`);
    await tx.apiToken.update({ where: { id }, data: { revokedAt: ctx.now() } });
    await withdrawInvitationsBy(tx, ctx, [`token ${row.name}`]);
    return { value: { id }, audit: { action: "token.revoke", subject: `token ${row.name}` }, nodes: "need not" };
  });
}

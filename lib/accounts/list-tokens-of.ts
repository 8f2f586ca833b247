import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db, type Tx } from "@/lib/db/client";

/** Tokens of one account that are named at most. */
const MOST = 50;
export type NamedToken = { id: string; name: string };

/** The API tokens that act for an account and are good, by name. */
export async function listTokensOf(ctx: Context, accountId: string): Promise<NamedToken[]> {
  demand(ctx.actor, "accounts.read");
  return good(db(), ctx, accountId);
}

/** Step: the names of those that end with the account. */
export const goodTokensOf = async (tx: Tx, ctx: Context, accountId: string): Promise<string[]> =>
  (await good(tx, ctx, accountId)).map(({ name }) => name);

const good = (tx: Tx, ctx: Context, makerId: string): Promise<NamedToken[]> =>
  tx.apiToken.findMany({
    where: { makerId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.now() } }] },
    orderBy: { name: "asc" },
    take: MOST,
    select: { id: true, name: true },
  });

import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { tokenState, type TokenRow } from "./list-tokens";

/** One API token, without its secret; null where there is none. */
export async function readToken(ctx: Context, id: string): Promise<TokenRow | null> {
  demand(ctx.actor, "accounts.read");
  const row = await db().apiToken.findUnique({ where: { id }, omit: { tokenHash: true } });
  return row && { ...row, state: tokenState(row, ctx.now()) };
}

import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import type { TokenRow } from "./list-tokens";
import { TOKEN_INCLUDE, TOKEN_OMIT, tokenRow } from "./token-row";

/** One API token, without its secret; null where there is none. */
export async function readToken(ctx: Context, id: string): Promise<TokenRow | null> {
  demand(ctx.actor, "accounts.read");
  const row = await db().apiToken.findUnique({ where: { id }, omit: TOKEN_OMIT, include: TOKEN_INCLUDE });
  return row && tokenRow(row, ctx.now());
}

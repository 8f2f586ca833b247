import { z } from "zod";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";

export const UserFilter = z.strictObject({
  search: z.string().max(200).optional(),
  state: z.enum(["active", "suspended", "offboarded"]).optional(),
});

/** Everybody whom the list of users would show with this filter, at most `most`: more are refused, not cut off. */
export async function findUsernames(ctx: Context, filter: z.output<typeof UserFilter>, most: number): Promise<string[]> {
  demand(ctx.actor, "users.read");
  const rows = await db().user.findMany({
    where: {
      state: filter.state,
      searchTerms: filter.search ? { some: { term: { startsWith: filter.search.toLowerCase() } } } : undefined,
    },
    orderBy: { username: "asc" },
    take: most + 1,
    select: { username: true },
  });
  if (rows.length > most) refuse("too-large", `More than ${most.toLocaleString("en-GB")} users match. Narrow the search first.`, "filter");
  return rows.map((row) => row.username);
}

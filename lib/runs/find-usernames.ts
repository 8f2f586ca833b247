import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { refuse } from "@/lib/refusal";
import { matchingUsernames } from "@/lib/users/matching-usernames";
import type { UserFilter } from "@/lib/users/user-filter";

/** Everybody whom the list of users has with this filter; more than `most` are refused, not cut off. */
export async function findUsernames(ctx: Context, filter: UserFilter, most: number): Promise<string[]> {
  demand(ctx.actor, "users.read");
  const usernames: string[] = [];
  for await (const some of matchingUsernames(filter, ctx.now(), "filter.search")) {
    usernames.push(...some);
    if (usernames.length > most)
      refuse("too-large", `More than ${most.toLocaleString("en-GB")} users match. Narrow the search or the filter first.`, "filter");
  }
  return usernames;
}

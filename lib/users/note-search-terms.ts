import type { Tx } from "@/lib/db/client";
import { searchTermsOf, type Searched } from "./search-terms";

/** Step: what a user is found by, after every change of name or e-mail. */
export async function noteSearchTerms(tx: Tx, userId: string, facts: Searched): Promise<void> {
  const terms = searchTermsOf(facts);
  await tx.$executeRaw`DELETE FROM search_term WHERE user_id = ${userId}::uuid AND term <> ALL(${terms}::text[])`;
  await noteSearchTermsOfMany(tx, [{ id: userId, ...facts }]);
}

/** Step: the same for many users who are new, in one statement. */
export async function noteSearchTermsOfMany(tx: Tx, users: readonly (Searched & { id: string })[]): Promise<void> {
  const rows = users.flatMap((user) => searchTermsOf(user).map((term) => ({ id: user.id, term })));
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO search_term (term, user_id)
    SELECT * FROM unnest(${rows.map(({ term }) => term)}::text[], ${rows.map(({ id }) => id)}::uuid[])
    ON CONFLICT DO NOTHING`;
}

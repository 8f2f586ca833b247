import type { Tx } from "@/lib/db/client";
import { folded, type Present } from "./judge-rows";

/** Which of these usernames and e-mail addresses are there already. Whoever was offboarded may come back under a new username. */
export async function findPresent(tx: Tx, usernames: readonly string[], emails: readonly string[]): Promise<Present> {
  const users = await tx.$queryRaw<{ username: string }[]>`SELECT username FROM "user" WHERE username = ANY(${[...usernames]})`;
  const owners = await tx.$queryRaw<{ username: string; email: string }[]>`
    SELECT username, email FROM "user" WHERE lower(email) = ANY(${emails.map(folded)}) AND state <> 'offboarded'`;
  return {
    usernames: new Set(users.map((user) => user.username)),
    emails: new Map(owners.map((user) => [folded(user.email), user.username])),
  };
}

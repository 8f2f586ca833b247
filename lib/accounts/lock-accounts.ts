import type { Role } from "@/generated/prisma/client";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";

export type LockedAccount = {
  id: string;
  authUserId: string;
  userId: string | null;
  role: Role;
  version: number;
  email: string;
  name: string;
};

/**
 * Step: these accounts and every admin's under their locks, in one order: of two changes at once the second sees what the first has
 * left. Comes after the user's lock, and once in a transaction.
 */
export function lockAccounts(tx: Tx, ids: readonly string[]): Promise<LockedAccount[]> {
  return tx.$queryRaw<LockedAccount[]>`
    SELECT a.id, a.auth_user_id AS "authUserId", a.user_id AS "userId", a.role::text AS role, a.version, u.email, u.name
    FROM account a JOIN auth_user u ON u.id = a.auth_user_id
    WHERE a.role = 'admin' OR a.id = ANY(${[...ids]}::uuid[]) ORDER BY a.id FOR UPDATE OF a`;
}

/** Step: one account, with the admins among whom it may be the last. */
export async function lockAccount(tx: Tx, id: string): Promise<{ account: LockedAccount; accounts: LockedAccount[] }> {
  const accounts = await lockAccounts(tx, [id]);
  const account = accounts.find((one) => one.id === id);
  return account ? { account, accounts } : refuse("missing", "There is no such account.");
}

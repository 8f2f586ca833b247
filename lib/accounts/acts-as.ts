import type { Tx } from "@/lib/db/client";

/** Step: under which names these accounts stand in the audit log: their own, and their API tokens'. */
export async function actsAs(tx: Tx, accounts: readonly { id: string; email: string }[]): Promise<string[]> {
  const tokens = await tx.apiToken.findMany({ where: { makerId: { in: accounts.map(({ id }) => id) } }, select: { name: true } });
  return [...accounts.map(({ email }) => email), ...tokens.map(({ name }) => `token ${name}`)];
}

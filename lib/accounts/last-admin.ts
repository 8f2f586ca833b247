import type { Role } from "@/generated/prisma/client";

export const LAST_ADMIN =
  "This is the last account with the role admin: without it nobody could change roles any more. Make somebody else an admin first.";

/** Whether no admin would be left once these are none any more. Ask with every admin's row under its lock. */
export function leavesNoAdmin(accounts: readonly { id: string; role: Role }[], leaving: readonly string[]): boolean {
  const admins = accounts.filter(({ role }) => role === "admin");
  return admins.some(({ id }) => leaving.includes(id)) && admins.every(({ id }) => leaving.includes(id));
}

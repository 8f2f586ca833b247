import type { Context } from "@/lib/core/context";

/** Said to an operator: what takes an admin's role away is for admins, also where it comes with something that operators do. */
export const onlyAnAdmin = (username: string): string =>
  `${username} has an account with the role admin, which leaving takes away. Only an admin can do that: ask one, or have the role changed first.`;

/** Whether who asks may take an admin's role away. The portal does only what was asked for before. */
export const isAdmin = ({ actor }: Context): boolean =>
  actor.kind === "portal" ||
  (actor.kind === "account" && actor.role === "admin") ||
  (actor.kind === "token" && actor.role === "admin" && actor.maker.role === "admin");

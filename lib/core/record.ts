import { db, type Tx } from "@/lib/db/client";
import { asRefusal } from "@/lib/db/errors";
import { CHANNEL } from "@/lib/db/listen";
import type { Context } from "./context";
import { demand, type Permission } from "./permissions";

/**
 * For what is told, not decided: a node's report, a reserved serial. No audit entry, no revision.
 * `changed` says whether pages that are open would look different.
 */
export async function record<T>(
  ctx: Context,
  permission: Permission,
  work: (tx: Tx) => Promise<{ value: T; changed: boolean }>,
): Promise<T> {
  demand(ctx.actor, permission);
  try {
    return await db().$transaction(async (tx) => {
      const { value, changed } = await work(tx);
      if (changed) await tx.$executeRaw`SELECT pg_notify(${CHANNEL}, 'change')`;
      return value;
    });
  } catch (error) {
    throw asRefusal(error);
  }
}

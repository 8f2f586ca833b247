import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { offboardUsers } from "@/lib/lifecycle/offboard-user";
import { clockIsTrusted } from "@/lib/pki/clock";
import { lockUsers } from "@/lib/users/lock-user";
import { ifDue, NotDue } from "./not-due";

/** Offboards whoever's leave date has come. */
export async function endLeavers(ctx: Context): Promise<boolean> {
  const due = { leavesAt: { lte: ctx.now() } };
  // In the words of the index that is for this alone.
  const found = await db().$queryRaw<{ username: string }[]>`
    SELECT username FROM "user" WHERE leaves_at <= ${ctx.now()} AND state <> 'offboarded' ORDER BY leaves_at, username LIMIT 100`;
  if (found.length === 0) return false;
  return ifDue(() =>
    commit(ctx, "portal.job", async (tx) => {
      // A clock that jumped ahead would end people's access for good.
      if (!(await clockIsTrusted(tx, ctx.now()))) throw new NotDue();
      const locked = await lockUsers(
        tx,
        found.map(({ username }) => username),
      );
      // Under the locks: somebody may have put the date off.
      const still = new Set(
        (await tx.user.findMany({ where: { ...due, id: { in: locked.map(({ id }) => id) } }, select: { id: true } })).map(({ id }) => id),
      );
      const step = await offboardUsers(
        tx,
        ctx,
        locked.filter(({ id }) => still.has(id)),
      );
      const [one, another] = step.done;
      if (!one) throw new NotDue();
      return {
        value: null,
        audit: {
          action: "user.offboard",
          subject: another ? "users" : `user ${one}`,
          details: { users: step.done, why: "leave date", ...step.details },
        },
        nodes: "must see",
        atRevision: step.atRevision,
      };
    }),
  );
}

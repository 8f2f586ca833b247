import { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuseStale, version } from "@/lib/core/version";
import { refuse } from "@/lib/refusal";
import { lockUser } from "./lock-user";
import { isAdmin, onlyAnAdmin } from "./only-an-admin";
import { whyNot } from "./why-not";

const YEARS_AHEAD = 20;

export const LeaveDateBody = z.strictObject({
  leavesAt: z.iso
    .datetime({ offset: true, error: "The leave date must be a moment such as 2027-03-31T22:00:00Z, or null for none." })
    .nullable(),
  version,
});

export type LeaveDate = { username: string; leavesAt: Date | null; version: number };

/** When a person is offboarded without anyone asking; null takes the date back. */
export function setLeaveDate(ctx: Context, username: string, body: z.output<typeof LeaveDateBody>): Promise<Committed<LeaveDate>> {
  return commit(ctx, "users.write", async (tx) => {
    const user = await lockUser(tx, username);
    const reason = whyNot(user, "leave date");
    if (reason) refuse("state", reason);
    const found = await tx.user.findUniqueOrThrow({ where: { id: user.id }, select: { version: true, leavesAt: true } });
    refuseStale(user.name, found.version, body.version);
    // The date is an offboarding that is asked for now.
    if (!isAdmin(ctx) && (await tx.account.count({ where: { userId: user.id, role: "admin" } })) > 0)
      refuse("forbidden", onlyAnAdmin(username));
    const leavesAt = body.leavesAt === null ? null : new Date(body.leavesAt);
    if (leavesAt && leavesAt <= ctx.now())
      refuse("invalid", "The leave date must be in the future. To end the access now, offboard the user.", "leavesAt");
    if (leavesAt && leavesAt.getTime() > ctx.now().getTime() + YEARS_AHEAD * 366 * 86_400_000)
      refuse("invalid", `The leave date must be within ${YEARS_AHEAD} years. Leave it out where there is none.`, "leavesAt");
    const now = found.version + 1;
    await tx.user.update({ where: { id: user.id }, data: { leavesAt, version: now } });
    return {
      value: { username, leavesAt, version: now },
      audit: { action: "user.leave-date", subject: `user ${username}`, details: { before: found.leavesAt, after: leavesAt } },
      nodes: "need not",
    };
  });
}

import { verifyPassword } from "better-auth/crypto";
import { z } from "zod";
import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { hashPassword } from "./create-account";
import { password } from "./role";
import { claimAttempt, forgetAttempt } from "./sign-in-limit";

export const ChangePasswordBody = z.strictObject({
  current: z.string({ error: "The current password is missing." }).max(1000),
  password: password("The new password"),
});

/** Another password for oneself; every other sign-in session ends. A wrong current one counts as a refused sign-in. */
export async function changePassword(
  given: Context,
  { current, password: next }: z.output<typeof ChangePasswordBody>,
  keep: string | null,
): Promise<{ ended: number }> {
  demand(given.actor, "own.write");
  if (given.actor.kind !== "account") refuse("forbidden", "Only somebody who signed in has a password.");
  const { authUserId, email, id } = given.actor;
  // Kept for a day, a hash of the body would be a quick way to try passwords (I12): this is not done twice by accident.
  const ctx: Context = { ...given, idempotency: undefined };
  const attempt = await claimAttempt(ctx, email);
  const where = { userId: authUserId, providerId: "credential" };
  const before = (await db().authCredential.findFirst({ where, select: { password: true } }))?.password ?? null;
  if (!before || !(await verifyPassword({ hash: before, password: current })))
    refuse("invalid", "This is not your current password. Check it and try again.", "current");
  await forgetAttempt(attempt);
  if (current === next) refuse("invalid", "The new password is the current one. Choose another.", "password");
  const hash = await hashPassword(next);
  const done = await commit(ctx, "own.write", async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM account WHERE id = ${id}::uuid FOR UPDATE`;
    const { count } = await tx.authCredential.updateMany({ where: { ...where, password: before }, data: { password: hash } });
    if (count !== 1) refuse("state", "Your password was changed elsewhere a moment ago. Sign in with that one.");
    const { count: ended } = await tx.authSession.deleteMany({ where: { userId: authUserId, ...(keep ? { id: { not: keep } } : {}) } });
    return {
      value: { ended },
      audit: { action: "account.change-password", subject: `account ${email}`, details: { endedSessions: ended } },
      nodes: "need not",
    };
  });
  return done.replayed ? { ended: 0 } : done.value;
}

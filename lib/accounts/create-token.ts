import { z } from "zod";
import type { Role } from "@/generated/prisma/client";
import { commit, type Committed } from "@/lib/core/commit";
import { actorName, type Actor, type Context } from "@/lib/core/context";
import { newToken } from "@/lib/core/token";
import { refuse } from "@/lib/refusal";
import { lineOfText } from "@/lib/users/naming";
import { tokenRole } from "./role";

const DAY = 86_400_000;

export const CreateTokenBody = z.strictObject({
  name: lineOfText("The token's name", 60),
  role: tokenRole,
  /** Null: until it is revoked. */
  expiresInDays: z
    .number({ error: "expiresInDays must be a number of days, or null for a token that does not expire." })
    .int("expiresInDays must be a whole number of days.")
    .min(1, "expiresInDays must be 1 or more.")
    .max(3650, "expiresInDays must be 3,650 at most.")
    .nullable(),
});

export type CreatedToken = { id: string; name: string; role: Role; token: string; expiresAt: Date | null };

/** The account that the token acts for: a program's own is its maker's, so that no token outlives the person behind it by another. */
function makerOf(actor: Actor): { id: string; email: string } {
  if (actor.kind === "account") return actor;
  return actor.kind === "token" ? actor.maker : refuse("forbidden", "Only somebody with an account, or their program, creates a token.");
}

/** A program's key to the API. The token is in this answer and nowhere else. */
export function createToken(ctx: Context, body: z.output<typeof CreateTokenBody>): Promise<Committed<CreatedToken>> {
  return commit(ctx, "accounts.write", async (tx) => {
    const maker = makerOf(ctx.actor);
    // Whoever removes the account meanwhile waits, or was first.
    const [held] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM account WHERE id = ${maker.id}::uuid FOR KEY SHARE`;
    if (!held) refuse("signed-out", "Your account was removed. Nothing was created.");
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`token ${body.name}`}, 0))`;
    if (await tx.apiToken.findUnique({ where: { name: body.name } }))
      refuse("taken", `There is, or was, a token called ${body.name}. The audit log tells tokens apart by name: choose another.`, "name");
    const { token, hash } = newToken(ctx.random);
    const createdAt = ctx.now();
    const expiresAt = body.expiresInDays === null ? null : new Date(createdAt.getTime() + body.expiresInDays * DAY);
    const { id } = await tx.apiToken.create({
      data: { name: body.name, role: body.role, tokenHash: hash, createdAt, createdBy: actorName(ctx.actor), makerId: maker.id, expiresAt },
    });
    const shown = { id, name: body.name, role: body.role };
    return {
      value: { ...shown, token, expiresAt },
      answer: { ...shown, expiresAt: expiresAt?.toISOString() ?? null },
      audit: { action: "token.create", subject: `token ${body.name}`, details: { role: body.role, expiresAt, maker: maker.email } },
      nodes: "need not",
    };
  });
}

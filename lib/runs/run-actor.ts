import { z } from "zod";
import type { Prisma } from "@/generated/prisma/client";
import { findToken } from "@/lib/accounts/find-token";
import type { Actor } from "@/lib/core/context";
import { db, type Tx } from "@/lib/db/client";

type Asker = Extract<Actor, { kind: "account" | "token" }>;
const Kept = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("account"), id: z.uuid() }),
  z.object({ kind: z.literal("token"), id: z.uuid() }),
]);

/** What a run remembers of who asked: who it is, not what they may, which is asked again each time. */
export const keptActor = (actor: Asker): Prisma.InputJsonValue => ({ kind: actor.kind, id: actor.id });

/** Whoever asked for the run, with the role that they have now; null where the account or token is good no more. */
export async function actorNow(kept: unknown, now: Date, tx: Tx = db()): Promise<Asker | null> {
  const { data: who } = Kept.safeParse(kept);
  if (!who) return null;
  if (who.kind === "account") {
    const account = await tx.account.findUnique({ where: { id: who.id }, include: { authUser: { select: { email: true } } } });
    return (
      account && { kind: "account", id: account.id, authUserId: account.authUserId, email: account.authUser.email, role: account.role }
    );
  }
  return (await findToken({ id: who.id }, now, tx))?.actor ?? null;
}

import { hashPassword } from "better-auth/crypto";
import type { Role } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";

/** Step: somebody who may sign in with e-mail and password. The password is hashed (scrypt) before the transaction begins. */
export async function createAccount(
  tx: Tx,
  ctx: Context,
  of: { name: string; email: string; passwordHash: string; role: Role; userId?: string | null },
): Promise<void> {
  const at = ctx.now();
  const id = Buffer.from(ctx.random(16)).toString("hex");
  const email = of.email.toLowerCase();
  await tx.authUser.create({ data: { id, name: of.name, email, emailVerified: true, createdAt: at, updatedAt: at } });
  await tx.authCredential.create({
    data: {
      id: Buffer.from(ctx.random(16)).toString("hex"),
      accountId: id,
      providerId: "credential",
      userId: id,
      password: of.passwordHash,
      createdAt: at,
      updatedAt: at,
    },
  });
  await tx.account.create({ data: { authUserId: id, role: of.role, userId: of.userId ?? null, createdAt: at } });
}

export { hashPassword };

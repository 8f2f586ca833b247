import { db, type Tx } from "@/lib/db/client";
import { env } from "@/lib/env";
import type { Context } from "./context";
import { kekId, seal, unseal } from "./seal";

/** The keys that must come back (DESIGN: sealed under the key-encryption key, which is not in the database). */
export type SecretPurpose = "root-key" | `issuing-key-${number}` | "bundle-signing-key" | "tls-crypt-v2-server-key";

export async function putSecret(tx: Tx, ctx: Context, purpose: SecretPurpose, plain: Uint8Array): Promise<void> {
  const { kek } = env();
  const sealed = Uint8Array.from(seal(kek, purpose, plain, ctx.random(12)));
  await tx.secret.create({ data: { purpose, kekId: kekId(kek), sealed, createdAt: ctx.now() } });
}

/** Null where the secret is not here (a root key taken offline). Throws when the key-encryption key is another. */
export async function getSecret(purpose: SecretPurpose, tx: Tx = db()): Promise<Buffer | null> {
  const row = await tx.secret.findUnique({ where: { purpose } });
  return row ? unseal(env().kek, purpose, row.sealed) : null;
}

export async function dropSecret(tx: Tx, purpose: SecretPurpose): Promise<void> {
  await tx.secret.delete({ where: { purpose } });
}

import { db, type Tx } from "@/lib/db/client";
import { env } from "@/lib/env";
import type { Context } from "./context";
import { kekId, seal, unseal } from "./seal";

/** The keys that must come back (DESIGN: sealed under the key-encryption key, which is not in the database). */
export type SecretPurpose =
  | "root-key"
  | `issuing-key-${number}`
  | "bundle-signing-key"
  | "tls-crypt-v2-server-key"
  | `balancer-probe-${string}`
  | "smtp-password"
  | "webhook-secret"
  | "routing-ospf-key"
  | "routing-bgp-password";

export async function putSecret(tx: Tx, ctx: Context, purpose: SecretPurpose, plain: Uint8Array): Promise<void> {
  const { kek } = env();
  const sealed = Uint8Array.from(seal(kek, purpose, plain, ctx.random(12)));
  await tx.secret.create({ data: { purpose, kekId: kekId(kek), sealed, createdAt: ctx.now() } });
}

/** In place of the one that was there: for what a person chooses, never for a key that something was signed or sealed with. */
export async function replaceSecret(
  tx: Tx,
  ctx: Context,
  purpose: "smtp-password" | "webhook-secret" | "routing-ospf-key" | "routing-bgp-password",
  plain: Uint8Array | null,
): Promise<void> {
  await tx.secret.deleteMany({ where: { purpose } });
  if (plain) await putSecret(tx, ctx, purpose, plain);
}

/** Null where the secret is not here (a root key taken offline). Throws when the key-encryption key is another. */
export async function getSecret(purpose: SecretPurpose, tx: Tx = db()): Promise<Buffer | null> {
  const row = await tx.secret.findUnique({ where: { purpose } });
  return row ? unseal(env().kek, purpose, row.sealed) : null;
}

export async function dropSecret(tx: Tx, purpose: SecretPurpose): Promise<void> {
  await tx.secret.delete({ where: { purpose } });
}

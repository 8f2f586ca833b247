import { z } from "zod";
import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { dropSecret, getSecret } from "@/lib/core/secrets";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { issuerOf } from "./certificate";
import { sameBytes } from "./der";
import { encryptPkcs8 } from "./encrypt-key";
import { openEncryptedKey, spkiOf } from "./keys";

export const ExportRootBody = z.strictObject({
  passphrase: z
    .string({ error: "The passphrase is missing." })
    .min(12, "The passphrase must have 12 characters or more: this file can sign a new authority.")
    .max(1000, "The passphrase must have 1,000 characters at most."),
});
export const TakeRootOfflineBody = z.strictObject({
  pem: z
    .string({ error: "The file is missing: choose the root key file that you downloaded." })
    .max(20_000, "This file is too large to be the root key's."),
  passphrase: z.string({ error: "The passphrase is missing." }).max(1000),
});

const ALREADY_OFFLINE = "The root key was taken off this server already.";

/** The root's private key as a file that opens with the passphrase only (PKCS#8, PBES2). Audited; the key stays until it is taken offline. */
export async function exportRoot(ctx: Context, body: z.output<typeof ExportRootBody>): Promise<{ fileName: string; pem: string }> {
  demand(ctx.actor, "authority.write");
  const pkcs8 = await getSecret("root-key");
  if (!pkcs8) refuse("gone", ALREADY_OFFLINE);
  const pem = await encryptPkcs8(Uint8Array.from(pkcs8), body.passphrase);
  const done = await commit(ctx, "authority.write", async (tx) => {
    const root = await tx.authority.findFirstOrThrow({ where: { kind: "root" } });
    return { value: null, audit: { action: "authority.export-root-key", subject: root.subject }, nodes: "need not" };
  });
  if (done.replayed) refuse("state", "This file was handed out already. Ask again to get another.");
  const cluster = await db().cluster.findUniqueOrThrow({ where: { id: 1 } });
  return {
    fileName: `${
      cluster.name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-+|-+$/g, "") || "homeport"
    }-root-key.pem`,
    pem,
  };
}

/** Deletes the root key here, once the downloaded file has been opened with its passphrase and holds that very key. */
export async function takeRootOffline(ctx: Context, body: z.output<typeof TakeRootOfflineBody>): Promise<void> {
  await commit(ctx, "authority.write", async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM authority WHERE kind = 'root' FOR UPDATE`;
    const root = await tx.authority.findFirstOrThrow({ where: { kind: "root" } });
    if (root.keyOfflineAt) refuse("gone", ALREADY_OFFLINE);
    const key = openEncryptedKey(body.pem, body.passphrase);
    if (!key)
      refuse(
        "invalid",
        "The file does not open with this passphrase, or is not the root key's file. The key stays on this server until it does.",
        "passphrase",
      );
    if (!sameBytes(spkiOf(key), issuerOf(root.der).spki))
      refuse("invalid", "This file holds another key, not this root's. Choose the file that you downloaded here.", "pem");
    await dropSecret(tx, "root-key");
    await tx.authority.update({ where: { id: root.id }, data: { keyOfflineAt: ctx.now() } });
    return { value: null, audit: { action: "authority.take-root-offline", subject: root.subject }, nodes: "need not" };
  });
}

import { generateKeyPairSync } from "node:crypto";
import { z } from "zod";
import { createAccount, hashPassword } from "@/lib/accounts/create-account";
import { PoolError, readPool, type Ranges } from "@/lib/addresses/pool";
import { whyNotPush } from "@/lib/addresses/pushed-routes";
import { seedPool } from "@/lib/addresses/seed-pool";
import { GENESIS } from "@/lib/core/audit";
import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { putSecret } from "@/lib/core/secrets";
import { hashToken } from "@/lib/core/token";
import { db, type Tx } from "@/lib/db/client";
import { createAuthority } from "@/lib/pki/create-authority";
import { newServerKey } from "@/lib/pki/tls-crypt-v2";
import { refuse } from "@/lib/refusal";
import { email, lineOfText } from "@/lib/users/naming";
import { PushSettings } from "./push-settings";

export const SETUP_LINK_IS_NO_GOOD =
  "This setup link is not good: it was used, or is older than an hour. Stop the portal and start it again; it prints a new one.";

/** A data centre to begin with; an admin gives it its name later. */
const FIRST_SITE = "Main";

export const SetUpBody = z
  .strictObject({
    token: z.string().max(200),
    admin: z.strictObject({
      name: lineOfText("Your name"),
      email,
      password: z
        .string({ error: "The password is missing." })
        .min(12, "The password must have 12 characters or more.")
        .max(128, "The password must have 128 characters at most."),
    }),
    cluster: z.strictObject({
      name: lineOfText("The cluster's name", 40),
      topology: z.enum(["subnet", "net30"], "The topology is subnet or net30.").default("subnet"),
    }),
    pool: z.strictObject({ ipv4: z.string().max(50), ipv6: z.string().max(60) }).transform((pool, issues): Ranges => {
      try {
        return readPool(pool);
      } catch (error) {
        if (!(error instanceof PoolError)) throw error;
        issues.addIssue({ code: "custom", message: error.message, path: [error.field] });
        return z.NEVER;
      }
    }),
    push: PushSettings,
  })
  .superRefine(({ pool, push }, issues) => {
    const why = whyNotPush(push, [pool]);
    if (why) issues.addIssue({ code: "custom", message: why.sentence, path: ["push", ...why.field.split(".")] });
  });

/** Whether a setup link is still good. */
export async function setupTokenIsGood(token: string, now: Date): Promise<boolean> {
  const row = await db().setupToken.findUnique({ where: { tokenHash: hashToken(token) } });
  return row !== null && row.usedAt === null && row.expiresAt > now && (await db().cluster.count()) === 0;
}

/** First-run setup, once: admin, cluster, pool, authority and keys, in one transaction. */
export async function setUp(ctx: Context, body: z.output<typeof SetUpBody>): Promise<void> {
  // Asked first, and again under the lock: hashing a password is dear, and this address is open to everybody.
  if (!(await setupTokenIsGood(body.token, ctx.now()))) refuse("gone", SETUP_LINK_IS_NO_GOOD);
  const passwordHash = await hashPassword(body.admin.password);
  await commit(ctx, "setup", async (tx) => {
    await useToken(tx, ctx, body.token);
    const uuid = crypto.randomUUID();
    const signing = generateKeyPairSync("ed25519");
    await tx.cluster.create({
      data: {
        uuid,
        name: body.cluster.name,
        topology: body.cluster.topology,
        auditHead: GENESIS,
        createdAt: ctx.now(),
        ...body.push,
        bundleKey: signing.publicKey.export({ type: "spki", format: "pem" }).toString(),
      },
    });
    await tx.site.create({ data: { name: FIRST_SITE, createdAt: ctx.now() } });
    await putSecret(tx, ctx, "bundle-signing-key", Uint8Array.from(signing.privateKey.export({ type: "pkcs8", format: "der" })));
    await putSecret(tx, ctx, "tls-crypt-v2-server-key", new TextEncoder().encode(newServerKey(ctx.random(128))));
    await createAuthority(tx, ctx, body.cluster.name);
    const { pairs } = await seedPool(tx, ctx, { ...body.pool, topology: body.cluster.topology });
    await createAccount(tx, ctx, { name: body.admin.name, email: body.admin.email, passwordHash, role: "admin" });
    return {
      value: null,
      audit: {
        action: "cluster.set-up",
        subject: `cluster ${body.cluster.name}`,
        details: { uuid, topology: body.cluster.topology, pool: body.pool, pairs, push: body.push, admin: body.admin.email },
      },
      nodes: "must see",
    };
  });
}

async function useToken(tx: Tx, ctx: Context, token: string): Promise<void> {
  const tokenHash = hashToken(token);
  await tx.$queryRaw`SELECT 1 AS locked FROM setup_token WHERE token_hash = ${tokenHash} FOR UPDATE`;
  const row = await tx.setupToken.findUnique({ where: { tokenHash } });
  if (!row || row.usedAt || row.expiresAt <= ctx.now() || (await tx.cluster.count()) > 0) refuse("gone", SETUP_LINK_IS_NO_GOOD);
  await tx.setupToken.update({ where: { tokenHash }, data: { usedAt: ctx.now() } });
}

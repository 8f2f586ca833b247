import { commit } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { replaceSecret } from "@/lib/core/secrets";
import { readSettings } from "@/lib/core/settings";
import { newToken } from "@/lib/core/token";
import { refuseStale } from "@/lib/core/version";
import type { Tx } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import type { AlertSettingsBody, ChangedAlertSettings } from "./alert-settings";
import { alertSettingsOf } from "./read-alert-settings";

/** Who is told of alerts. A webhook that is new or leads elsewhere gets a secret of its own, which is in the answer once. */
export async function changeAlertSettings(ctx: Context, body: AlertSettingsBody) {
  return commit<ChangedAlertSettings>(ctx, "settings.write", async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM settings WHERE id = 1 FOR UPDATE`;
    const before = await readSettings(tx);
    refuseStale("the settings", before.version, body.version);
    const secret = body.webhook !== null && body.webhook !== before.alertWebhook ? await newSecret(tx, ctx) : undefined;
    if (body.webhook === null) await replaceSecret(tx, ctx, "webhook-secret", null);
    const after = await tx.settings.update({
      where: { id: 1 },
      data: { version: { increment: 1 }, alertEmails: body.emails, alertWebhook: body.webhook },
    });
    const answer = alertSettingsOf(after);
    return {
      value: { ...answer, secret },
      answer,
      audit: {
        action: "settings.alerts",
        subject: "alerts",
        details: {
          before: { emails: before.alertEmails, webhook: before.alertWebhook },
          after: { emails: answer.emails, webhook: answer.webhook },
        },
      },
      nodes: "need not",
    };
  });
}

/** Another secret in place of one that somebody may have seen. */
export async function renewWebhookSecret(ctx: Context) {
  return commit<{ secret?: string }>(ctx, "settings.write", async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM settings WHERE id = 1 FOR UPDATE`;
    if (!(await readSettings(tx)).alertWebhook) refuse("state", "There is no webhook yet. Save its address first.");
    const secret = await newSecret(tx, ctx);
    return { value: { secret }, answer: {}, audit: { action: "webhook.new-secret", subject: "alerts" }, nodes: "need not" };
  });
}

async function newSecret(tx: Tx, ctx: Context): Promise<string> {
  const { token } = newToken(ctx.random);
  await replaceSecret(tx, ctx, "webhook-secret", Buffer.from(token));
  return token;
}

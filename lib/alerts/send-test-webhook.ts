import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { getSecret } from "@/lib/core/secrets";
import { readSettings } from "@/lib/core/settings";
import { refuse } from "@/lib/refusal";
import { clusterName } from "./deliver-webhooks";
import { callWebhook } from "./webhook";

/** Calls the webhook now, past the queue, and says whether it took the call. */
export async function sendTestWebhook(ctx: Context): Promise<Record<string, never>> {
  demand(ctx.actor, "settings.write");
  const [{ alertWebhook }, secret] = await Promise.all([readSettings(), getSecret("webhook-secret")]);
  if (!alertWebhook || !secret) refuse("state", "There is no webhook yet. Save its address first.");
  const id = Buffer.from(ctx.random(12)).toString("hex");
  const body = { id, type: "test", at: ctx.now().toISOString(), cluster: await clusterName(), alert: null } as const;
  const why = await callWebhook(alertWebhook, secret.toString("utf8"), body, ctx.now());
  if (why !== null) refuse("state", why);
  return {};
}

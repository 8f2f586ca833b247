import type { Alert } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import type { Settings } from "@/lib/core/settings";
import type { Tx } from "@/lib/db/client";
import { enqueue } from "@/lib/mail/queue";
import { queueMails } from "@/lib/mail/queue-mail";

export type Telling = { kind: "alert.raised" | "alert.cleared"; alertId: string; at: string };

/** Step: queues the mails and the webhook call of one alert, for one way. */
export async function tellAlert(tx: Tx, ctx: Context, settings: Settings, alert: Alert): Promise<void> {
  const raised = alert.clearedAt === null;
  const at = (alert.clearedAt ?? alert.raisedAt).toISOString();
  await queueMails(
    tx,
    ctx,
    settings.alertEmails.map((to) => ({ kind: "alert", to, raised, sentence: alert.sentence, href: alert.href, at })),
  );
  if (!settings.alertWebhook) return;
  const telling: Telling = { kind: raised ? "alert.raised" : "alert.cleared", alertId: alert.id, at };
  await enqueue(tx, "webhook", [telling]);
}

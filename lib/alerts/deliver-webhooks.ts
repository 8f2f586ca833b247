import { z } from "zod";
import { getSecret } from "@/lib/core/secrets";
import { readSettings } from "@/lib/core/settings";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { workOn } from "@/lib/mail/work-on";
import { callWebhook, type WebhookBody } from "./webhook";

const Telling = z.object({ kind: z.enum(["alert.raised", "alert.cleared"]), alertId: z.uuid(), at: z.iso.datetime() });

/** Tells the webhook what waits to be told. The address and the secret are those of now. Returns how many it took. */
export async function deliverWebhooks(now: () => Date): Promise<number> {
  return workOn("webhook", async (data) => {
    const telling = Telling.safeParse(data);
    if (!telling.success) return { done: false, sentence: "It cannot be read.", forGood: true };
    const { kind, alertId, at } = telling.data;
    const alert = await db().alert.findUnique({ where: { id: alertId } });
    if (!alert) return { done: false, sentence: "Its alert is no longer kept.", forGood: true };
    const [{ alertWebhook }, secret, cluster] = await Promise.all([readSettings(), getSecret("webhook-secret"), clusterName()]);
    if (!alertWebhook || !secret) return { done: false, sentence: "There is no webhook in the settings any more.", forGood: true };
    const { id, code, subject, tone, sentence, href } = alert;
    const body: WebhookBody = {
      id: `${id}:${kind}`,
      type: kind,
      at,
      cluster,
      alert: { id, code, subject, tone, sentence, url: new URL(href, env().url).href },
    };
    const why = await callWebhook(alertWebhook, secret.toString("utf8"), body, now());
    return why === null ? { done: true } : { done: false, sentence: why, forGood: false };
  });
}

export async function clusterName(): Promise<string> {
  return (await db().cluster.findUnique({ where: { id: 1 }, select: { name: true } }))?.name ?? "";
}

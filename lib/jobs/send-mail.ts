import { deliverWebhooks } from "@/lib/alerts/deliver-webhooks";
import type { Context } from "@/lib/core/context";
import { deliverMail } from "@/lib/mail/deliver-mail";
import { tidyQueue } from "@/lib/mail/queue";

/** What was queued leaves: mails and webhook calls are apart, so that neither waits for the other's server. */
export const sendMail = (ctx: Context): Promise<number> => deliverMail(ctx.now);
export const callWebhooks = (ctx: Context): Promise<number> => deliverWebhooks(ctx.now);
export const tidyQueues = (): Promise<void> => tidyQueue();

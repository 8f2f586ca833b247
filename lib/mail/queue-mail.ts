import type { Context } from "@/lib/core/context";
import { readSettings, type Settings } from "@/lib/core/settings";
import type { Tx } from "@/lib/db/client";
import { env } from "@/lib/env";
import { enqueue } from "./queue";
import type { Mail } from "./mail";
import { sealMail } from "./sealed-mail";

export type { Mail };

const isSet = (settings: Settings): boolean => settings.smtpHost !== null && settings.mailFrom !== null;

/** Whether there is a mail server to send through. */
export async function mailIsSet(tx?: Tx): Promise<boolean> {
  return isSet(await readSettings(tx));
}

/** Step: queues a mail in the caller's transaction; it is sent after the commit, never in an action's way. Links are sealed. */
export async function queueMail(tx: Tx, ctx: Context, mail: Mail): Promise<"queued" | "no mail server"> {
  return queueMails(tx, ctx, [mail]);
}

/** Many at once (imports). */
export async function queueMails(tx: Tx, ctx: Context, mails: readonly Mail[]): Promise<"queued" | "no mail server"> {
  const settings = await readSettings(tx);
  if (!isSet(settings)) return "no mail server";
  const wanted = mails.filter((mail) => mail.kind !== "certificate" || settings.mailUsers);
  await enqueue(
    tx,
    "mail",
    wanted.map((mail) => sealMail(env().kek, mail, ctx.random(12))),
  );
  return "queued";
}

import type { Transporter } from "nodemailer";
import { getSecret } from "@/lib/core/secrets";
import { readSettings } from "@/lib/core/settings";
import { env } from "@/lib/env";
import { uselessAfter } from "./mail";
import { openMail, SealedMail } from "./sealed-mail";
import { openSmtp, sendMail, whyNotSent, type Smtp } from "./smtp";
import { workOn } from "./work-on";

/** Sends the mails that are due. Returns how many the server took. A server that is down delays nobody: its mails wait in the queue. */
export async function deliverMail(now: () => Date): Promise<number> {
  const smtp = await readSettings();
  // One for all that are due; opened with the first.
  const opening: { transport?: Promise<Transporter> } = {};
  try {
    return await workOn("mail", async (data) => {
      const opened = open(data);
      if (!opened) return { done: false, sentence: "The mail cannot be opened with this key-encryption key.", forGood: true };
      const useless = uselessAfter(opened);
      if (useless && useless < now())
        return { done: false, sentence: "Its link had ended before the mail server took it. Invite again.", forGood: true };
      if (!smtp.smtpHost) return { done: false, sentence: "There is no mail server in the settings.", forGood: false };
      opening.transport ??= readPassword(smtp).then((password) => openSmtp(smtp, password));
      try {
        await sendMail(await opening.transport, smtp, opened);
        return { done: true };
      } catch (error) {
        return { done: false, ...whyNotSent(error, smtp) };
      }
    });
  } finally {
    await opening.transport?.then(
      (transport) => transport.close(),
      () => undefined,
    );
  }
}

function open(data: unknown) {
  try {
    return openMail(env().kek, SealedMail.parse(data));
  } catch {
    return null;
  }
}

export async function readPassword(smtp: Smtp): Promise<string | null> {
  if (!smtp.smtpUser) return null;
  return (await getSecret("smtp-password"))?.toString("utf8") ?? null;
}

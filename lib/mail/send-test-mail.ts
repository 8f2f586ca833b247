import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { readSettings } from "@/lib/core/settings";
import { refuse } from "@/lib/refusal";
import { readPassword } from "./deliver-mail";
import { openSmtp, sendMail, whyNotSent } from "./smtp";

/** Sends a mail now, past the queue, and says what the server answered. */
export async function sendTestMail(ctx: Context, to: string): Promise<{ answer: string }> {
  demand(ctx.actor, "settings.write");
  const smtp = await readSettings();
  if (!smtp.smtpHost || !smtp.mailFrom) refuse("state", "There is no mail server yet. Save one first.");
  const transport = openSmtp(smtp, await readPassword(smtp));
  try {
    return { answer: (await sendMail(transport, smtp, { kind: "test", to })).slice(0, 200) };
  } catch (error) {
    return refuse("state", whyNotSent(error, smtp).sentence);
  } finally {
    transport.close();
  }
}

import { z } from "zod";
import { UNSEEN } from "@/lib/unseen";
import { version } from "@/lib/core/version";
import { mailAddress } from "@/lib/mail/mail-settings";

const webhookUrl = z
  .string()
  .transform((text) => text.trim())
  .pipe(
    z
      .url({ protocol: /^https?$/, error: "The webhook must be an address that begins with https:// or http://", abort: true })
      .max(500, "The webhook's address is too long: 500 characters at most.")
      .refine((text) => !UNSEEN.test(text), "The webhook's address has characters that cannot be seen. Type it again without them.")
      .refine((text) => !hasCredentials(text), "Leave the user name and password out of the address: each call is signed instead."),
  );

function hasCredentials(text: string): boolean {
  const { username, password } = new URL(text);
  return username !== "" || password !== "";
}

/** What the form of the alerts page sends. */
export const AlertSettingsBody = z.strictObject({
  version,
  emails: z
    .array(mailAddress)
    .max(20, "20 addresses at most. For more, use a mailing list.")
    .transform((all) => [...new Set(all)]),
  webhook: z.preprocess((value) => (value === "" || value === undefined ? null : value), webhookUrl.nullable()),
});
export type AlertSettingsBody = z.infer<typeof AlertSettingsBody>;

export const AlertSettingsAnswer = z.object({
  version: z.number(),
  emails: z.array(z.string()),
  webhook: z.string().nullable(),
  /** Whether there is a mail server that alerts could go through. */
  mailIsSet: z.boolean(),
});
export type AlertSettings = z.infer<typeof AlertSettingsAnswer>;

/** The secret is in the answer once, when it was made. */
export const ChangedAlertSettings = AlertSettingsAnswer.extend({ secret: z.string().optional() });
export type ChangedAlertSettings = z.infer<typeof ChangedAlertSettings>;

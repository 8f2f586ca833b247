import { route } from "@/app/_shell/route";
import { changeMailSettings } from "@/lib/mail/change-mail-settings";
import { MailSettingsAnswer, MailSettingsBody } from "@/lib/mail/mail-settings";
import { readMailSettings } from "@/lib/mail/read-mail-settings";

export const GET = route(
  { as: "account", summary: "Read through which server mails go out, without its password", answer: MailSettingsAnswer },
  ({ ctx }) => readMailSettings(ctx),
);

export const PUT = route(
  {
    as: "account",
    summary: "Change through which server mails go out; a password that is left out stays",
    body: MailSettingsBody,
    answer: MailSettingsAnswer,
  },
  async ({ ctx, body }) => (await changeMailSettings(ctx, body)).value,
);

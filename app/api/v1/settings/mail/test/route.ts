import { z } from "zod";
import { route } from "@/app/_shell/route";
import { TestMailBody } from "@/lib/mail/mail-settings";
import { sendTestMail } from "@/lib/mail/send-test-mail";

export const POST = route(
  {
    as: "account",
    summary: "Send a test mail now, and say what the mail server answered",
    body: TestMailBody,
    answer: z.object({ answer: z.string() }),
  },
  ({ ctx, body }) => sendTestMail(ctx, body.to),
);

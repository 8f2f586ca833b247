import { z } from "zod";
import { route } from "@/app/_shell/route";
import { sendTestWebhook } from "@/lib/alerts/send-test-webhook";

export const POST = route(
  { as: "account", summary: "Call the webhook now, and say whether it took the call", answer: z.object({}) },
  ({ ctx }) => sendTestWebhook(ctx),
);

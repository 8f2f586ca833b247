import { z } from "zod";
import { route } from "@/app/_shell/route";
import { renewWebhookSecret } from "@/lib/alerts/change-alert-settings";

export const POST = route(
  {
    as: "account",
    summary: "Make another secret for the webhook, which is in the answer once",
    answer: z.object({ secret: z.string().optional() }),
  },
  async ({ ctx }) => (await renewWebhookSecret(ctx)).value,
);

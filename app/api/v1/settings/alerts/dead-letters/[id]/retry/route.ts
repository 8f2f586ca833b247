import { z } from "zod";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { retryDeadLetter } from "@/lib/mail/settle-dead-letter";

export const POST = route(
  { as: "account", summary: "Try a webhook call again that was given up", answer: z.object({}) },
  async ({ ctx, params }) => (await retryDeadLetter(ctx, "webhook", idParam(params.id, "dead letter"))).value,
);

import { z } from "zod";
import { idParam } from "@/app/_shell/params";
import { route } from "@/app/_shell/route";
import { forgetDeadLetter } from "@/lib/mail/settle-dead-letter";

export const DELETE = route(
  { as: "account", summary: "Forget a mail that was given up", answer: z.object({}) },
  async ({ ctx, params }) => (await forgetDeadLetter(ctx, "mail", idParam(params.id, "dead letter"))).value,
);

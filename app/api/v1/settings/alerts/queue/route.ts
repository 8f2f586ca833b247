import { route } from "@/app/_shell/route";
import { SettleAllBody, SettledAll, settleDeadLetters } from "@/lib/mail/settle-dead-letter";
import { QueueAnswer, readQueue } from "@/lib/mail/read-dead-letters";

export const GET = route(
  { as: "account", summary: "Read how many webhook calls wait, and the newest that were given up", answer: QueueAnswer },
  ({ ctx }) => readQueue(ctx, "webhook"),
);

export const POST = route(
  { as: "account", summary: "Try all webhook calls again that were given up, or forget them", body: SettleAllBody, answer: SettledAll },
  async ({ ctx, body }) => (await settleDeadLetters(ctx, "webhook", body)).value,
);

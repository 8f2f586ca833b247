import { route } from "@/app/_shell/route";
import { QueueAnswer, readQueue } from "@/lib/mail/read-dead-letters";

export const GET = route(
  { as: "account", summary: "Read how many webhook calls wait, and the newest that were given up", answer: QueueAnswer },
  ({ ctx }) => readQueue(ctx, "webhook"),
);

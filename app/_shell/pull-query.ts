import { z } from "zod";

/** How a node, or a balancer, asks for what is newer than what it has. */
export const pullQuery = z.strictObject({
  epoch: z.coerce.number("epoch must be a number.").int().min(0),
  since: z.coerce.number("since must be a revision.").int().min(0).max(Number.MAX_SAFE_INTEGER),
  wait: z.coerce.number("wait must be seconds, 0 to 55.").min(0).max(55).default(0),
});

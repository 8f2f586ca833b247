import { z } from "zod";

/** How a machine becomes a node, as the API answers it. The command holds the join token and is shown once. */
export const JoinCommand = z.object({
  command: z.string().describe("Run as root on the node. Missing in a repeated answer.").optional(),
  name: z.string().optional(),
  expiresAt: z.iso.datetime(),
});

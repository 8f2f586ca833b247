import { z } from "zod";

/** A drained node, or one that was put back, as the API answers it (lib/nodes/drain-node.ts). */
export const NodeTurned = z.object({ name: z.string(), revision: z.string().describe("The first revision that the node has it in") });

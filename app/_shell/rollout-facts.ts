import { z } from "zod";

const time = z.iso.datetime();

/** A rollout in a list, as the API answers it (lib/nodes/read-rollouts.ts). */
export const RolloutFacts = z.object({
  id: z.uuid(),
  state: z.enum(["running", "done", "stopped", "failed"]),
  reason: z.string(),
  createdBy: z.string(),
  createdAt: time,
  finishedAt: time.nullable(),
  sentence: z.string().nullable().describe("Why it failed, or who stopped it"),
  done: z.int().describe("Nodes that are healthy again, or not waited for"),
  total: z.int(),
});

/** One rollout with its nodes, in their order. */
export const RolloutDetails = RolloutFacts.extend({
  steps: z.array(
    z.object({
      n: z.int(),
      node: z.string(),
      state: z.enum(["waiting", "restarting", "healthy", "skipped", "failed"]),
      restart: z.boolean().describe("OpenVPN starts again although no line of server.conf changes"),
      startedAt: time.nullable(),
      healthyAt: time.nullable(),
      sentence: z.string().nullable(),
    }),
  ),
  left: z
    .object({ kind: z.enum(["changes", "restart"]), nodes: z.array(z.string()) })
    .nullable()
    .describe("What a new rollout would go on with, where this one ended early"),
});

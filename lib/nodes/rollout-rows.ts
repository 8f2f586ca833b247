import { z } from "zod";
import type { Node, RolloutStep } from "@/generated/prisma/client";
import { FaultBody } from "./bundle";
import type { RolloutNode, RolloutStepFacts } from "./rollout";

/** What lib/nodes/rollout.ts asks of a node, from its row. */
export function rolloutNode(node: Node): RolloutNode {
  const faults = z.array(FaultBody).safeParse(node.faults);
  return { ...node, faults: faults.success ? faults.data : [] };
}

export function rolloutStep(step: RolloutStep & { node: Node }): RolloutStepFacts {
  return { ...step, node: rolloutNode(step.node) };
}

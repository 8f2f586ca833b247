import type { Tx } from "@/lib/db/client";
import type { Need } from "./needs";

/** The newest rollout, where it ended before every node had what it brings. */
export async function whatRolloutsNeed(tx: Tx): Promise<Need[]> {
  const last = await tx.rollout.findFirst({
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true, state: true, reason: true, sentence: true },
  });
  if (last?.state !== "failed") return [];
  return [
    {
      code: "rollout-failed",
      tone: "bad",
      sentence: `${last.sentence ?? "A rollout failed."} (${last.reason}.)`,
      href: `/nodes/rollouts/${last.id}`,
      linkText: "See the rollout",
    },
  ];
}

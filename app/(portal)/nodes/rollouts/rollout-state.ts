import type { Tone } from "@/app/_ui/state";
import type { RolloutDetails, RolloutRow } from "@/lib/nodes/read-rollouts";

export function rolloutState({ state }: Pick<RolloutRow, "state">): { tone: Tone; word: string } {
  switch (state) {
    case "running":
      return { tone: "attention", word: "Running" };
    case "done":
      return { tone: "good", word: "Done" };
    case "stopped":
      return { tone: "muted", word: "Stopped" };
    case "failed":
      return { tone: "bad", word: "Failed" };
  }
}

/** A node in it. Those that still wait where it has ended were not reached. */
export function stepState(step: RolloutDetails["steps"][number], rollout: Pick<RolloutRow, "state">): { tone: Tone; word: string } {
  switch (step.state) {
    case "waiting":
      return rollout.state === "running" ? { tone: "neutral", word: "Waits for its turn" } : { tone: "attention", word: "Not reached" };
    case "restarting":
      return step.healthyAt ? { tone: "attention", word: "Healthy again, watched" } : { tone: "attention", word: "Restarting" };
    case "healthy":
      return { tone: "good", word: "Healthy" };
    case "skipped":
      return { tone: "muted", word: "Not waited for" };
    case "failed":
      return { tone: "bad", word: "Failed" };
  }
}

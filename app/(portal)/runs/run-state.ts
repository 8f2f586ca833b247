import type { Tone } from "@/app/_ui/state";
import type { RunView } from "@/lib/runs/run";

export function runState(run: Pick<RunView, "state" | "failed">): { tone: Tone; word: string } {
  switch (run.state) {
    case "draft":
      return { tone: "neutral", word: "Not started" };
    case "running":
      return { tone: "attention", word: "Running" };
    case "cancelled":
      return { tone: "muted", word: "Cancelled" };
    case "done":
      return run.failed > 0
        ? { tone: "attention", word: `Done, ${run.failed.toLocaleString("en-GB")} refused` }
        : { tone: "good", word: "Done" };
  }
}

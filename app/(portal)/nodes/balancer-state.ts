import type { Tone } from "@/app/_ui/state";
import type { BalancerFacts } from "@/lib/nodes/list-balancers";

type Facts = Pick<BalancerFacts, "removedAt" | "enrolledAt" | "reportedAt" | "silent" | "nodes" | "backends" | "faults" | "behind">;

/** What a person wants to know of a load balancer first, worst first. One without an agent of ours says nothing of itself. */
export function balancerState(balancer: Facts): { tone: Tone; word: string } {
  if (balancer.removedAt) return { tone: "muted", word: "Removed" };
  if (balancer.nodes.length === 0) return { tone: "bad", word: "No node behind it" };
  if (!balancer.enrolledAt) return { tone: "neutral", word: "Without an agent" };
  if (balancer.silent) return { tone: "bad", word: "Silent" };
  if (!balancer.reportedAt) return { tone: "neutral", word: "Starting" };
  const up = balancer.backends.filter((one) => one.up).length;
  const health = `${up} of ${balancer.nodes.length} ${balancer.nodes.length === 1 ? "node" : "nodes"} up`;
  if (up === 0) return { tone: "bad", word: health };
  if (balancer.faults.length > 0)
    return { tone: "attention", word: `${balancer.faults.length} ${balancer.faults.length === 1 ? "fault" : "faults"}` };
  if (up < balancer.nodes.length) return { tone: "attention", word: health };
  return balancer.behind > 0 ? { tone: "attention", word: `Behind by ${balancer.behind}` } : { tone: "good", word: health };
}

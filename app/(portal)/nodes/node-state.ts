import type { Tone } from "@/app/_ui/state";
import type { NodeRow } from "@/lib/nodes/read";

type Facts = Pick<
  NodeRow,
  "state" | "silent" | "openvpnRunning" | "behind" | "faults" | "reportedAt" | "joinExpiresAt" | "drainedAt" | "setAsideAt"
>;

/** What a person wants to know of a node first, worst first. */
export function nodeState(node: Facts, now: Date): { tone: Tone; word: string } {
  if (node.state === "removed") return { tone: "muted", word: "Removed" };
  if (node.state === "joining") {
    const late = node.joinExpiresAt !== null && node.joinExpiresAt <= now;
    return late ? { tone: "attention", word: "Join command expired" } : { tone: "neutral", word: "Waiting to join" };
  }
  if (node.setAsideAt) return { tone: "muted", word: node.silent ? "Set aside" : "Set aside, and reports" };
  if (node.silent) return { tone: "bad", word: "Silent" };
  if (node.reportedAt === null) return { tone: "neutral", word: "Starting" };
  if (node.drainedAt) return { tone: "neutral", word: node.openvpnRunning ? "Draining" : "Drained" };
  if (node.openvpnRunning === false) return { tone: "bad", word: "OpenVPN is not running" };
  if (node.faults.length > 0) return { tone: "attention", word: `${node.faults.length} ${node.faults.length === 1 ? "fault" : "faults"}` };
  if (node.behind > 0) return { tone: "attention", word: `Behind by ${node.behind}` };
  return { tone: "good", word: "Up to date" };
}

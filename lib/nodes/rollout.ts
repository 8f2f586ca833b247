// What a rollout does next: one node at a time, the next when the one before is healthy. Pure.
import { isSilent } from "./silence";

export type RolloutNode = {
  name: string;
  state: "joining" | "active" | "removed";
  enrolledAt: Date | null;
  reportedAt: Date | null;
  revision: bigint | null;
  openvpnRunning: boolean | null;
  openvpnStartedAt: Date | null;
  drainedAt: Date | null;
  setAsideAt: Date | null;
  faults: readonly { code: string; sentence: string }[];
};
export type RolloutStepFacts = {
  n: number;
  state: "waiting" | "restarting" | "healthy" | "skipped" | "failed";
  startedAt: Date | null;
  /** Since when it is healthy again. */
  healthyAt: Date | null;
  revision: bigint | null;
  startedBefore: Date | null;
  node: RolloutNode;
};
/**
 * What becomes of a node that nobody waits for. give: nobody is connected there, so it has the new text at once. owe: somebody may be
 * connected, so it keeps what it has, and has its turn when it is back: else it would restart beside the one whose turn it is then.
 */
export type Afterwards = "give" | "owe" | "nothing";
export type Next =
  | { do: "wait" }
  | { do: "note"; n: number; healthyAt: Date | null }
  | { do: "healthy"; n: number }
  | { do: "skip"; n: number; sentence: string; after: Afterwards }
  | { do: "start"; n: number }
  | { do: "fail"; n: number; sentence: string }
  | { do: "done" };

/** A node must be healthy for so long before the next one restarts, and within so long. */
export const HEALTHY_FOR_MS = 3_000;
export const HEALTHY_WITHIN_MS = 90_000;

/** Faults with which a node is no use to its clients, or does not do what it is told. */
const BAD = new Set([
  "openvpn-stopped",
  "bundle-refused",
  "apply-failed",
  "disk-full",
  "management-taken",
  "routing-refused",
  "routing-stopped",
  "routes-failed",
]);

export function nextOf(steps: readonly RolloutStepFacts[], now: Date): Next {
  const current = steps.find(({ state }) => state === "restarting");
  if (current) return nextOfRestarting(current, now);
  const waiting = steps.filter(({ state }) => state === "waiting").map((step) => ({ n: step.n, why: whyNoTurn(step.node, now) }));
  // Who is silent may be back before the others are through.
  const next = waiting.find(({ why }) => why?.after !== "owe") ?? waiting[0];
  if (!next) return { do: "done" };
  return next.why ? { do: "skip", n: next.n, ...next.why } : { do: "start", n: next.n };
}

function nextOfRestarting(step: RolloutStepFacts, now: Date): Next {
  const { n, node } = step;
  if (node.state !== "active" || node.setAsideAt || node.drainedAt)
    return { do: "skip", n, sentence: whyNoTurn(node, now)?.sentence ?? "", after: "nothing" };
  const why = whyNotHealthy(step, now);
  if (why === null) {
    if (!step.healthyAt) return { do: "note", n, healthyAt: now };
    return now.getTime() - step.healthyAt.getTime() >= HEALTHY_FOR_MS ? { do: "healthy", n } : { do: "wait" };
  }
  if (now.getTime() - (step.startedAt?.getTime() ?? 0) >= HEALTHY_WITHIN_MS)
    return { do: "fail", n, sentence: `${node.name} was not healthy again within ${HEALTHY_WITHIN_MS / 1000} seconds: ${why}` };
  return step.healthyAt ? { do: "note", n, healthyAt: null } : { do: "wait" };
}

/** Null if it can have its turn, and the next one waits for it; else why not, and what then. */
export function whyNoTurn(node: RolloutNode, now: Date): { sentence: string; after: Afterwards } | null {
  const { name } = node;
  const because = (why: string, after: Afterwards) => ({ sentence: `${name} ${why}`, after });
  if (node.state === "removed") return because("was removed.", "nothing");
  if (node.drainedAt) return because("is drained: it starts with the change when it is put back.", "give");
  if (node.state === "joining" || node.reportedAt === null) return because("has not reported yet: it starts with the change.", "give");
  if (node.setAsideAt) return because("is set aside: it has its turn when it reports and is taken back.", "owe");
  if (isSilent(node, now)) return because("is silent: it has its turn when it is back.", "owe");
  return null;
}

/** Null if the node serves what the step gave it, with an OpenVPN that was started for it. */
export function whyNotHealthy({ node, revision, startedAt, startedBefore }: RolloutStepFacts, now: Date): string | null {
  const { name } = node;
  if (isSilent(node, now)) return `nothing has come from ${name} since ${node.reportedAt?.toISOString() ?? "it joined"}.`;
  if (revision !== null && (node.revision === null || node.revision < revision)) return `${name} has not taken revision ${revision}.`;
  if (!node.openvpnRunning) return `OpenVPN is not running on ${name}.`;
  if (!startedAnew(node, startedAt, startedBefore)) return `OpenVPN on ${name} has not started again.`;
  return node.faults.find(({ code }) => BAD.has(code))?.sentence ?? null;
}

/** Both moments are of the node's clock; half a second is what two readings of one start may differ. Old agents do not say: then it has had its time. */
function startedAnew({ openvpnStartedAt, reportedAt }: RolloutNode, startedAt: Date | null, before: Date | null): boolean {
  if (openvpnStartedAt) return before === null || Math.abs(openvpnStartedAt.getTime() - before.getTime()) > 500;
  return reportedAt !== null && startedAt !== null && reportedAt.getTime() - startedAt.getTime() > HEALTHY_FOR_MS;
}

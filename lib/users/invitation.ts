import type { UserState } from "@/generated/prisma/client";

export type InvitationFacts = { expiresAt: Date; usedAt: Date | null; withdrawnAt: Date | null; removedAt: Date | null; state: UserState };
export type InvitationState = "open" | "used" | "withdrawn" | "expired";

export function invitationState(facts: Pick<InvitationFacts, "expiresAt" | "usedAt" | "withdrawnAt">, now: Date): InvitationState {
  if (facts.usedAt) return "used";
  if (facts.withdrawnAt) return "withdrawn";
  return facts.expiresAt.getTime() <= now.getTime() ? "expired" : "open";
}

/** Null when the link is good; else what its page says, and how to get a new one. */
export function whyInvitationIsNoGood(facts: InvitationFacts | null, now: Date): string | null {
  const ask = "Ask the admin who sent you this link for a new one.";
  if (!facts) return `This link is not one of ours, or part of it is missing. Open it again from the message you got, whole. ${ask}`;
  if (facts.state === "suspended" && !facts.removedAt)
    return "This invitation does not hold at this moment, because access was suspended. Ask your admin; the link works again afterwards.";
  if (facts.state !== "active" || facts.removedAt)
    return "This invitation no longer holds: the device or its user was removed. Ask your admin if you think this is wrong.";
  switch (invitationState(facts, now)) {
    case "used":
      return `This invitation was used already: each link makes one profile, once. If the profile is lost, or it was not you, tell your admin. ${ask}`;
    case "withdrawn":
      return `This invitation was withdrawn, or a newer one took its place. Look for a newer link. ${ask}`;
    case "expired":
      return `This invitation has expired. ${ask}`;
    case "open":
      return null;
  }
}

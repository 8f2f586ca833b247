export type OpenUntil = { expiresAt: Date; usedAt: Date | null; withdrawnAt: Date | null };

/** Null while the link is good; else what its page says. */
export function whyAccountInvitationIsNoGood(facts: OpenUntil | null, now: Date): string | null {
  const ask = "Ask the admin who invited you for a new one.";
  if (!facts) return `This link is not one of ours, or part of it is missing. Open it again from the message you got, whole. ${ask}`;
  if (facts.usedAt) return "This invitation was used already: the account is there. Sign in with its e-mail address and password.";
  if (facts.withdrawnAt) return `This invitation was withdrawn, or a newer one took its place. Look for a newer link. ${ask}`;
  if (facts.expiresAt <= now) return `This invitation has expired. ${ask}`;
  return null;
}

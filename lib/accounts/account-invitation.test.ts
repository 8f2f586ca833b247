import { expect, it } from "vitest";
import { whyAccountInvitationIsNoGood } from "./account-invitation";

const now = new Date("2026-11-22T12:00:00Z");
const open = { expiresAt: new Date("2026-11-22T12:00:01Z"), usedAt: null, withdrawnAt: null };

it.each([
  [open, null],
  [{ ...open, expiresAt: now }, /expired/],
  [{ ...open, withdrawnAt: now }, /withdrawn/],
  [{ ...open, usedAt: now }, /used already/],
  [{ ...open, usedAt: now, withdrawnAt: now, expiresAt: now }, /used already/],
  [null, /not one of ours/],
] as const)("%j: %s", (facts, said) => {
  const why = whyAccountInvitationIsNoGood(facts, now);
  if (said === null) expect(why).toBeNull();
  else expect(why).toMatch(said);
});

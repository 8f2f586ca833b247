import type { Tone } from "@/app/_ui/state";
import type { PairState } from "@/generated/prisma/client";

const STATES: Record<PairState, { tone: Tone; word: string }> = {
  free: { tone: "muted", word: "Free" },
  assigned: { tone: "good", word: "Assigned" },
  quarantined: { tone: "attention", word: "In quarantine" },
  reserved: { tone: "neutral", word: "Reserved" },
};

export const pairState = (state: PairState) => STATES[state];

/** The states as a filter shows them. */
export const PAIR_STATES = Object.entries(STATES).map(([value, { word }]) => ({ value, label: word }));

export function isPairState(text: string): text is PairState {
  return Object.hasOwn(STATES, text);
}

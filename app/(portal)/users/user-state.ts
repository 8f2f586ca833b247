import type { Tone } from "@/app/_ui/state";

/** A user's state in a word and a tone. */
export function userState(state: "active" | "suspended" | "offboarded"): { tone: Tone; word: string } {
  switch (state) {
    case "active":
      return { tone: "good", word: "Active" };
    case "suspended":
      return { tone: "attention", word: "Suspended" };
    case "offboarded":
      return { tone: "muted", word: "Offboarded" };
  }
}

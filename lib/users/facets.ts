// All that the list filters by, as one number, written by the database (prisma/migrations/20261123064500_filters_that_combine). Whatever
// filters are combined, they allow some of 48 numbers, and the list is merged from one stretch of an index for each. Pure.
import type { UserFilter } from "./user-filter";

const STATES = { active: 0, suspended: 16, offboarded: 32 } as const;
const CONNECTED = 8;
const INVITED = 4;
const LEAVES = 2;
const HAS_DEVICE = 1;

export type Facts = Omit<UserFilter, "search">;

/** The numbers of those who match all filters; null where there is none to match. */
export function facetsOf({ state, connected, invitation, leaves, devices }: Facts): number[] | null {
  if (!state && !connected && !invitation && !leaves && !devices) return null;
  // Who has left has neither device nor leave date, and nobody looks for them there unless they say so.
  const present = leaves !== undefined || devices === "none";
  const states = state ? [state] : present ? (["active", "suspended"] as const) : (["active", "suspended", "offboarded"] as const);
  const bits: [number, boolean | undefined][] = [
    [CONNECTED, connected && connected === "yes"],
    [INVITED, invitation && invitation === "unused"],
    [LEAVES, leaves && leaves !== "no"],
    [HAS_DEVICE, devices && devices === "some"],
  ];
  const allowed = [...Array(16).keys()].filter((low) => bits.every(([bit, wanted]) => wanted === undefined || (low & bit) > 0 === wanted));
  return states.flatMap((one) => allowed.map((low) => STATES[one] + low));
}

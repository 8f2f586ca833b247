import type { UserCount } from "@/lib/users/list-users";
import type { UserKind } from "@/lib/users/user-filter";

/** The kinds of users that the list can show, in words. */
export const SHOWN: { value: UserKind | ""; label: string }[] = [
  { value: "", label: "Everybody" },
  { value: "active", label: "Active" },
  { value: "suspended", label: "Suspended" },
  { value: "offboarded", label: "Offboarded" },
  { value: "connected", label: "Connected now" },
  { value: "invited", label: "Invitation not used" },
  { value: "no-device", label: "Without device" },
  { value: "leaving", label: "Leaving" },
];

/** "1,204", or "150+" where counting has stopped. */
export const shownCount = ({ count, more }: UserCount): string => `${count.toLocaleString("en-GB")}${more ? "+" : ""}`;

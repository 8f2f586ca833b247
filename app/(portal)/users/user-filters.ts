import type { Filter } from "@/app/_ui/filter-bar";
import type { UserCount } from "@/lib/users/list-users";
import { SOON_DAYS, type UserFilter } from "@/lib/users/user-filter";

/** One of the list's filters in words. All of them combine. */
const filter = <N extends Exclude<keyof UserFilter, "search">>(
  name: N,
  label: string,
  words: Record<NonNullable<UserFilter[N]>, string>,
) => ({
  name,
  label,
  options: Object.entries<string>(words).map(([value, text]) => ({ value, label: text })),
});

export const USER_FILTERS: readonly Filter[] = [
  filter("state", "State", { active: "Active", suspended: "Suspended", offboarded: "Offboarded" }),
  filter("connected", "Connection", { yes: "Connected now", no: "Not connected" }),
  filter("invitation", "Invitation", { unused: "Not used", none: "None to use" }),
  filter("devices", "Devices", { some: "One or more", none: "None" }),
  filter("leaves", "Leave date", { soon: `Within ${SOON_DAYS} days`, yes: "Has one", no: "Has none" }),
];

/** "1,204", or "150+" where counting has stopped. */
export const shownCount = ({ count, more }: UserCount): string => `${count.toLocaleString("en-GB")}${more ? "+" : ""}`;

import { z } from "zod";
import { decodeCursor, momentKey, type Cursor } from "@/lib/core/cursor";
import { withoutUnseen } from "@/lib/unseen";

export const USER_SORTS = ["name", "-name", "username", "-username", "added", "-added"] as const;
export type UserSort = (typeof USER_SORTS)[number];

/** Who leaves within so many days leaves soon. */
export const SOON_DAYS = 30;

const oneOf = <const T extends readonly string[]>(name: string, words: T) =>
  z.enum(words, { error: `${name} is one of ${words.join(", ")}, or left out.` }).optional();

/** What the list filters by; all combine. */
export const USER_FACTS = {
  state: oneOf("state", ["active", "suspended", "offboarded"]),
  connected: oneOf("connected", ["yes", "no"]).describe("Whether a device of theirs has a VPN session."),
  invitation: oneOf("invitation", ["unused", "none"]).describe("Whether a link for them was made that nobody has used."),
  leaves: oneOf("leaves", ["soon", "yes", "no"]).describe(
    `Whether they have a leave date; soon: within ${SOON_DAYS} days, and the list is in the order of leave dates.`,
  ),
  devices: oneOf("devices", ["some", "none"]).describe("Whether they have a device."),
};

/** Which users of the list: whom a search finds, of those who match every filter. Also what a run is asked for with "all that match". */
export const UserFilter = z.strictObject({
  search: z
    .string()
    .max(400, "The search is too long: 400 characters at most.")
    // Nothing to see is not a search for everybody, least of all where something is done to all that match.
    .refine(
      (text) => !text.trim() || withoutUnseen(text).trim() !== "",
      "The search has only characters that cannot be seen. Type it again.",
    )
    .transform(withoutUnseen)
    .default(""),
  ...USER_FACTS,
});
export type UserFilter = z.output<typeof UserFilter>;

export const UsersQuery = UserFilter.extend({
  sort: z.enum(USER_SORTS, { error: `sort is one of ${USER_SORTS.join(", ")}.` }).default("name"),
  cursor: z.string().max(2000, "The cursor is not one of this list.").optional(),
});
export type UsersQuery = z.output<typeof UsersQuery>;

export type UserOrder = { by: "name" | "username" | "added" | "leaves"; down: boolean };

/** Who leaves soon is read through the index of leave dates, in its order; everybody else in any order. */
export function sortOf({ search, leaves, sort }: Pick<UsersQuery, "search" | "leaves" | "sort">): UserOrder {
  const down = sort.startsWith("-");
  if (leaves === "soon" && search.trim() === "") return { by: "leaves", down: false };
  return { by: sort.endsWith("username") ? "username" : sort.endsWith("added") ? "added" : "name", down };
}

/** The cursor of a query, null where there is none; refuses one of another order. */
export function cursorOf(query: UsersQuery): Cursor | null {
  const { by } = sortOf(query);
  return decodeCursor(query.cursor, by === "username" ? 1 : by === "name" ? 2 : z.tuple([momentKey, z.string()]));
}

/** The filter alone, of a query that has more. */
export function filterOf({ search, state, connected, invitation, leaves, devices }: UserFilter): UserFilter {
  return { search, state, connected, invitation, leaves, devices };
}

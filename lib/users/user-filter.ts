import { z } from "zod";
import { decodeCursor, momentKey, type Cursor } from "@/lib/core/cursor";
import { withoutUnseen } from "@/lib/unseen";

/** Which users: one kind at a time, because each has indexes of its own and a page is read through them. */
export const USER_KINDS = ["active", "suspended", "offboarded", "leaving", "connected", "invited", "no-device"] as const;
export type UserKind = (typeof USER_KINDS)[number];

export const USER_SORTS = ["name", "-name", "username", "-username", "added", "-added"] as const;
export type UserSort = (typeof USER_SORTS)[number];

/** Which users of the list: what a search finds of a kind. Also what a run is asked for with "all that match". */
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
  show: z.enum(USER_KINDS, { error: `show is one of ${USER_KINDS.join(", ")}, or left out.` }).optional(),
});
export type UserFilter = z.output<typeof UserFilter>;

export const UsersQuery = UserFilter.extend({
  sort: z.enum(USER_SORTS, { error: `sort is one of ${USER_SORTS.join(", ")}.` }).default("name"),
  cursor: z.string().max(2000, "The cursor is not one of this list.").optional(),
});
export type UsersQuery = z.output<typeof UsersQuery>;

/** Connected users are read from their VPN sessions, which are in the order of usernames; every other kind has all orders. */
export function sortOf({ search, show, sort }: Pick<UsersQuery, "search" | "show" | "sort">): {
  by: "name" | "username" | "added";
  down: boolean;
} {
  const down = sort.startsWith("-");
  if (show === "connected" && search.trim() === "") return { by: "username", down: sort === "-username" };
  return { by: sort.endsWith("username") ? "username" : sort.endsWith("added") ? "added" : "name", down };
}

/** The cursor of a query, null where there is none; refuses one of another order. */
export function cursorOf(query: UsersQuery): Cursor | null {
  const { by } = sortOf(query);
  return decodeCursor(query.cursor, by === "username" ? 1 : by === "name" ? 2 : z.tuple([momentKey, z.string()]));
}

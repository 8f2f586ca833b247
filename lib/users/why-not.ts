import type { UserState } from "@/generated/prisma/client";

export type UserVerb = "add device" | "invite" | "offboard";

/** The one table of what is allowed: null, or the sentence that the disabled button shows and the verb throws. */
export function whyNot(user: { username: string; state: UserState }, verb: UserVerb): string | null {
  if (user.state === "offboarded") {
    return verb === "offboard"
      ? `${user.username} is offboarded already.`
      : `${user.username} is offboarded. Add a new user with another username to let them back in.`;
  }
  if (user.state === "suspended" && verb !== "offboard") return `${user.username} is suspended. Resume the user first.`;
  return null;
}

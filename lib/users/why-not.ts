import type { UserState } from "@/generated/prisma/client";

export type UserVerb = "add device" | "invite" | "renew" | "offboard" | "suspend" | "resume" | "edit" | "leave date";

/** The one table of what is allowed: null, or the sentence that the disabled button shows and the verb throws. */
export function whyNot(user: { username: string; state: UserState }, verb: UserVerb): string | null {
  const { username, state } = user;
  switch (verb) {
    case "offboard":
      return state === "offboarded" ? `${username} is offboarded already.` : null;
    case "resume":
      if (state === "active") return `${username} is not suspended.`;
      break;
    case "suspend":
      if (state === "suspended") return `${username} is suspended already.`;
      break;
    case "edit":
      return null;
    case "add device":
    case "invite":
    case "renew":
      if (state === "suspended") return `${username} is suspended. Resume the user first.`;
      break;
    case "leave date":
      break;
  }
  return state === "offboarded" ? `${username} is offboarded. Add a new user with another username to let them back in.` : null;
}

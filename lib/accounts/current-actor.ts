import { APIError } from "better-auth/api";
import type { Actor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { auth } from "./auth";

/** Who the sign-in cookie says it is; `nobody` where there is none, it has expired, or its account is gone. */
export async function currentActor(headers: Headers): Promise<Actor> {
  if (!headers.get("cookie")?.includes("homeport.session_token")) return { kind: "nobody" };
  const session = await auth()
    .api.getSession({ headers, query: { disableCookieCache: true } })
    .catch((error: unknown) => {
      // better-auth says "Failed to get session" when the database does not answer, and hides why.
      if (error instanceof APIError && error.statusCode >= 500) refuse("busy", "The database cannot be reached. Try again in a moment.");
      throw error;
    });
  if (!session) return { kind: "nobody" };
  const account = await db().account.findUnique({ where: { authUserId: session.user.id } });
  if (!account) return { kind: "nobody" };
  return { kind: "account", id: account.id, authUserId: account.authUserId, email: session.user.email, role: account.role };
}

/** Which of the account's sign-in sessions the cookie is of. */
export async function currentSignInSession(headers: Headers): Promise<string | null> {
  const session = await auth().api.getSession({ headers, query: { disableCookieCache: true } });
  return session?.session.id ?? null;
}

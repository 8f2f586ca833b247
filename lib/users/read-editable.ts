import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import type { EditedUser } from "./edit-user";

/** What an edit starts from: a user's name and e-mail, and the version that goes back with the change. Null where there is no such user. */
export async function readEditable(ctx: Context, username: string): Promise<EditedUser | null> {
  demand(ctx.actor, "users.read");
  return db().user.findUnique({ where: { username }, select: { username: true, name: true, email: true, version: true } });
}

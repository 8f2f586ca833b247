import { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuseStale, version } from "@/lib/core/version";
import { refuse } from "@/lib/refusal";
import { lockUser } from "./lock-user";
import { lineOfText, optionalEmail } from "./naming";
import { noteSearchTerms } from "./note-search-terms";
import { whyNot } from "./why-not";

/** What is left out stays as it is; an e-mail of null is taken away. A username is for ever. */
export const EditUserBody = z
  .strictObject({ version, name: lineOfText("The name").optional(), email: optionalEmail.optional() })
  .refine((body) => body.name !== undefined || body.email !== undefined, {
    error: "Say what to change: the name, the e-mail, or both.",
    path: ["name"],
  });

export type EditedUser = { username: string; name: string; email: string | null; version: number };

/** Changes a user's name or e-mail, and what the user is found by. Nobody overwrites unseen what another has changed meanwhile. */
export function editUser(ctx: Context, username: string, body: z.output<typeof EditUserBody>): Promise<Committed<EditedUser>> {
  return commit(ctx, "users.write", async (tx) => {
    const user = await lockUser(tx, username);
    const reason = whyNot(user, "edit");
    if (reason) refuse("state", reason);
    const before = await tx.user.findUniqueOrThrow({ where: { id: user.id }, select: { name: true, email: true, version: true } });
    refuseStale(`the user ${username}`, before.version, body.version);
    const { name = before.name, email = before.email } = body;
    const value = { username, name, email, version: before.version + 1 };
    await tx.user.update({ where: { id: user.id }, data: { name, email, version: value.version } });
    await noteSearchTerms(tx, user.id, value);
    const changed = {
      ...(name === before.name ? {} : { name: { before: before.name, after: name } }),
      ...(email === before.email ? {} : { email: { before: before.email, after: email } }),
    };
    return { value, audit: { action: "user.edit", subject: `user ${username}`, details: changed }, nodes: "need not" };
  });
}

import { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { mailIsSet } from "@/lib/mail/queue-mail";
import { refuse } from "@/lib/refusal";
import { username } from "@/lib/users/naming";
import { UserFilter } from "@/lib/users/user-filter";
import { findUsernames } from "./find-usernames";
import { INVITE_WAYS } from "./links/invite-options";
import { makeRun } from "./make-run";
import { COUNT_ABOVE, MOST_ITEMS, RUN_PERMISSION, USER_VERBS } from "./run";

export const StartRunBody = z
  .strictObject({
    verb: z.enum(USER_VERBS, { error: `The verb must be one of: ${USER_VERBS.join(", ")}.` }),
    usernames: z
      .array(username, { error: "usernames must be a list of usernames." })
      .min(1, "Choose at least one user.")
      .max(MOST_ITEMS, `At most ${MOST_ITEMS.toLocaleString("en-GB")} users at once: choose fewer.`)
      .optional(),
    filter: UserFilter.optional(),
    /** Invitations alone: each by mail, or all as a file for whoever asks (POST /api/v1/runs/{id}/links, when the run is over). */
    how: z.enum(INVITE_WAYS, { error: "how must be mail or file." }).optional(),
    confirm: z.number({ error: "Type the number of users to confirm." }).int().optional(),
  })
  .refine((body) => (body.usernames === undefined) !== (body.filter === undefined), {
    error: "Say whom: either usernames, or a filter.",
    path: ["usernames"],
  });
export const StartedRun = z.object({ id: z.uuid(), total: z.number().int() });
export type StartedRun = z.output<typeof StartedRun>;

/** Begins one verb for many users: a job does it, and asks again for each transaction whether who asked still may. */
export async function startRun(ctx: Context, body: z.output<typeof StartRunBody>): Promise<Committed<StartedRun>> {
  const permission = RUN_PERMISSION[body.verb];
  demand(ctx.actor, permission);
  const chosen = body.usernames ?? (await findUsernames(ctx, body.filter ?? UserFilter.parse({}), MOST_ITEMS));
  const usernames = [...new Set(chosen)];
  if (usernames.length === 0) refuse("state", "Nobody matches: there is nothing to do.", "filter");
  if (usernames.length > COUNT_ABOVE && body.confirm !== usernames.length)
    refuse("invalid", `This ${body.verb}s ${usernames.length} users. Type ${usernames.length} to confirm.`, "confirm");
  if (body.how !== undefined && body.verb !== "invite") refuse("invalid", "Only invitations go by mail or by file: leave how out.", "how");
  const how = body.verb === "invite" ? (body.how ?? "mail") : undefined;
  if (how === "mail" && !(await mailIsSet()))
    refuse("state", "No mail server is set, so invitations cannot be mailed. Set one in the settings, or take the links as a file.", "how");
  return commit(ctx, permission, async (tx) => {
    const run = await makeRun(tx, ctx, {
      verb: body.verb,
      state: "running",
      options: how ? { how } : {},
      items: usernames.map((name) => ({ input: { username: name } })),
    });
    return {
      value: run,
      audit: {
        action: "run.start",
        subject: `run ${run.id}`,
        details: { verb: body.verb, total: run.total, filter: body.filter, ...(how ? { by: how } : {}) },
      },
      nodes: "need not",
    };
  });
}

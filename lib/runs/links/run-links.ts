import { z } from "zod";
import type { Run } from "@/generated/prisma/client";
import type { Context } from "@/lib/core/context";
import { demand } from "@/lib/core/permissions";
import { db } from "@/lib/db/client";
import { refuse } from "@/lib/refusal";
import { inviteOptions } from "./invite-options";
import { makeLinks, type LinkRow } from "./make-links";

const Input = z.object({ username: z.string(), deviceId: z.string().optional() });

/** How many of a run's people have their links in its file: those whom it invites by file, or those whom no mail reaches. */
export function linksOf(run: Pick<Run, "verb" | "state" | "done" | "options">): number {
  if (run.verb !== "invite" || (run.state !== "done" && run.state !== "cancelled")) return 0;
  const { how, unmailed } = inviteOptions(run.options);
  return how === "file" ? run.done : unmailed;
}

/** New links for those of an "invite" run who have no profile yet (lib/runs/links/make-links.ts). Whom it has mailed a link is left out. */
export function makeRunLinks(ctx: Context, run: Pick<Run, "id" | "options">): AsyncGenerator<LinkRow[], void> {
  const byFile = inviteOptions(run.options).how === "file";
  return makeLinks(ctx, run.id, {
    state: byFile ? "done" : "failed",
    unmailed: !byFile,
    read: ({ input }) => {
      const { data } = Input.safeParse(input);
      return data ? { username: data.username, userId: null, deviceId: data.deviceId ?? null } : null;
    },
  });
}

/** Asked before the first byte of the file is sent, so that what is refused is a sentence and no broken file. */
export async function demandRunLinks(ctx: Context, id: string): Promise<Run> {
  demand(ctx.actor, "invitations.write");
  const run = (await db().run.findUnique({ where: { id } })) ?? refuse("missing", "There is no such run.");
  if (run.verb !== "invite") refuse("state", "This run invites nobody, so there are no links.");
  if (run.state === "running") refuse("state", "This run is not over yet. Download the links when it is.");
  if (linksOf(run) === 0) refuse("state", "Nobody of this run waits for a link from a file.");
  return run;
}

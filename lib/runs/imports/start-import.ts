import { z } from "zod";
import { commit, type Committed } from "@/lib/core/commit";
import type { Context } from "@/lib/core/context";
import { refuseStale, version } from "@/lib/core/version";
import { mailIsSet } from "@/lib/mail/queue-mail";
import { refuse } from "@/lib/refusal";
import { lockRun } from "../cancel-run";
import { keptActor } from "../run-actor";
import { importOptions } from "./import-options";

export const StartImportBody = z.strictObject({
  rows: z.enum(["all", "good"], { error: "rows must be all or good." }),
  /** "mail": each invitation is mailed as its user is added. "later": links are made when they are asked for. */
  invite: z.enum(["mail", "later"], { error: "invite must be mail or later." }).default("later"),
  /** Of the preview that was read; left out by programs that take it as it is. */
  version: version.optional(),
});

/** Begins the import of a draft. With rows "all" nothing is added while one row has trouble. */
export function startImport(
  ctx: Context,
  id: string,
  body: z.output<typeof StartImportBody>,
): Promise<Committed<{ id: string; total: number }>> {
  return commit(ctx, "users.write", async (tx) => {
    const run = await lockRun(tx, id);
    const options = importOptions(run);
    if (run.state !== "draft") refuse("state", "This import has begun already.");
    if (body.version !== undefined) refuseStale("this preview", options.version, body.version);
    const { good, bad, duplicate, exists } = options.counts;
    const not = bad + duplicate + exists;
    if (good === 0) refuse("state", "No row can be imported. Mend the file, or say which column is what.", "rows");
    if (body.rows === "all" && not > 0)
      refuse("state", `${not} of ${good + not} rows cannot be imported, so nothing was added. Mend them, or import the good rows.`, "rows");
    if (body.invite === "mail" && !(await mailIsSet(tx)))
      refuse(
        "state",
        "No mail server is set, so invitations cannot be mailed. Set one in the settings, or make the links later.",
        "invite",
      );
    const { actor } = ctx;
    if (actor.kind !== "account" && actor.kind !== "token") refuse("forbidden", "Only an account or an API token can start this.");
    const now = ctx.now();
    // Whoever starts it answers for it, not who chose the file.
    await tx.run.update({
      where: { id },
      data: { state: "running", startedAt: now, total: good, actor: keptActor(actor), options: { ...options, invite: body.invite } },
    });
    return {
      value: { id, total: good },
      audit: { action: "run.start", subject: `run ${id}`, details: { verb: "import", total: good, left: not, invite: body.invite } },
      nodes: "need not",
    };
  });
}

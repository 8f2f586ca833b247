import { z } from "zod";
import type { Run } from "@/generated/prisma/client";
import { refuse } from "@/lib/refusal";
import { inviteOptions } from "./links/invite-options";
import { linksOf } from "./links/run-links";
import { isRunVerb, type RunView } from "./run";

const Options = z.object({ ended: z.string().optional() });

/** A run's row as pages and programs see it. */
export function viewOf(row: Run): RunView {
  const verb = isRunVerb(row.verb) ? row.verb : refuse("missing", "There is no such run.");
  return {
    id: row.id,
    verb,
    state: row.state,
    total: row.total,
    done: row.done,
    failed: row.failed,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    ended: Options.safeParse(row.options).data?.ended ?? null,
    how: verb === "invite" ? inviteOptions(row.options).how : null,
    links: linksOf(row),
  };
}

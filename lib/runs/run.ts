import { z } from "zod";
import type { RunState } from "@/generated/prisma/client";
import { INVITE_WAYS } from "./links/invite-options";
import type { Permission } from "@/lib/core/permissions";

/** Items that are done in one transaction, at most: the cluster's lock is never held for longer than a few rows take. */
export const SLICE = 200;
export const MOST_ITEMS = 5_000;
/** Above so many, a verb for a selection asks for the number. */
export const COUNT_ABOVE = 10;

export const RUN_VERBS = ["suspend", "resume", "offboard", "invite", "import", "undo-import", "remind"] as const;
export type RunVerb = (typeof RUN_VERBS)[number];
/** What can be asked for a selection of users. */
export const USER_VERBS = ["suspend", "resume", "offboard", "invite"] as const;
export type UserVerb = (typeof USER_VERBS)[number];

export const RUN_PERMISSION: Record<RunVerb, Permission> = {
  suspend: "users.write",
  resume: "users.write",
  offboard: "users.write",
  invite: "invitations.write",
  import: "users.write",
  "undo-import": "users.write",
  remind: "invitations.write",
};

export const isRunVerb = (text: string): text is RunVerb => RUN_VERBS.some((verb) => verb === text);

/** One of a run's items that could not be done, and why. */
export const FailedItem = z.object({ n: z.number().int(), what: z.string(), sentence: z.string() });
/** A run as the API answers it. */
export const RunJson = z.object({
  id: z.uuid(),
  verb: z.enum(RUN_VERBS),
  state: z.enum(["draft", "running", "done", "cancelled"]),
  total: z.number().int(),
  /** Done as asked. */
  done: z.number().int(),
  /** Refused, each with a sentence. */
  failed: z.number().int(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  /** Why it ended before its end, where it did. */
  ended: z.string().nullable(),
  how: z.enum(INVITE_WAYS).nullable().describe("How a run that invites brings its links: each by mail, or all in its file."),
  links: z.number().int().describe("How many users have their links in the file of this run; 0 while it runs, and where there is none."),
});
export type RunView = Omit<z.output<typeof RunJson>, "createdAt" | "startedAt" | "finishedAt"> & {
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

/** The counts of a run as a fraction of what it has to do. */
export const share = (run: { done: number; failed: number; total: number }): number =>
  run.total === 0 ? 1 : Math.min(1, (run.done + run.failed) / run.total);

export const isOver = (state: RunState): boolean => state === "done" || state === "cancelled";

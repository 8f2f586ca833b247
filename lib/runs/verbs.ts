import { offboardUsers } from "@/lib/lifecycle/offboard-user";
import { resumeUsers } from "@/lib/lifecycle/resume-user";
import { suspendUsers } from "@/lib/lifecycle/suspend-user";
import type { RunVerb } from "./run";
import type { VerbWork } from "./verb-work";
import { importWork } from "./steps/import";
import { invitingWork, remindingWork } from "./steps/invite";
import { onUsers } from "./steps/on-users";
import { undoImportWork } from "./steps/undo-import";

/** What each verb does with at most 200 items in one transaction. */
export const VERB_WORK: Record<RunVerb, VerbWork> = {
  suspend: onUsers("user.suspend", suspendUsers),
  resume: onUsers("user.resume", resumeUsers),
  offboard: onUsers("user.offboard", offboardUsers),
  invite: invitingWork,
  import: importWork,
  "undo-import": undoImportWork,
  remind: remindingWork,
};

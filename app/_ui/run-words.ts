import type { RunVerb } from "@/lib/runs/run";

type Words = { title: string; doing: string; did: string; item: [one: string, many: string] };

/** What a run is called: as a heading, while it runs, and afterwards ("197 of 200 users suspended"). */
export const RUN_WORDS: Record<RunVerb, Words> = {
  suspend: { title: "Suspend users", doing: "Suspending users", did: "suspended", item: ["user", "users"] },
  resume: { title: "Resume users", doing: "Resuming users", did: "resumed", item: ["user", "users"] },
  offboard: { title: "Offboard users", doing: "Offboarding users", did: "offboarded", item: ["user", "users"] },
  invite: { title: "Invite users", doing: "Inviting users", did: "invited", item: ["user", "users"] },
  import: { title: "Import users", doing: "Importing users", did: "imported", item: ["user", "users"] },
  "undo-import": { title: "Undo an import", doing: "Undoing the import", did: "taken back", item: ["user", "users"] },
  remind: { title: "Remind users", doing: "Sending reminders", did: "reminded", item: ["user", "users"] },
};

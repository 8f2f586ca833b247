import { z } from "zod";

/** Who, what, whom and when; all of them at once. */
export type AuditFilter = {
  /** A subject or an actor, with or without its kind: "ann.smith", "user ann.smith", "ada@example.org"; a user also among others (runs). */
  search?: string;
  actor?: string;
  action?: string;
  subject?: string;
  from?: Date;
  /** Exclusive. */
  to?: Date;
};

const DAY = 86_400_000;
const text = (what: string) =>
  z
    .string()
    .max(200, `${what} has 200 characters at most.`)
    .transform((said) => said.trim() || undefined);

/** A day (in UTC) or a moment. A day that ends a range is in it. */
const time = (what: string, end: boolean) =>
  z.string().transform((said, issues) => {
    const day = z.iso.date().safeParse(said);
    const moment = z.iso.datetime({ offset: true }).safeParse(said);
    const at = new Date(said);
    // PostgreSQL knows no later ones and no year 0, and nothing has happened then.
    if ((day.success || moment.success) && at.getUTCFullYear() < 10_000 && at.getUTCFullYear() > 0)
      return day.success && end ? new Date(at.getTime() + DAY) : at;
    issues.addIssue({ code: "custom", message: `${what} must be a day such as 2026-11-22, or a moment such as 2026-11-22T14:00:00Z.` });
    return z.NEVER;
  });

export const AuditQuery = z.strictObject({
  search: text("A search").optional(),
  actor: text("An actor").optional(),
  action: text("An action").optional(),
  subject: text("A subject").optional(),
  from: time("from", false).optional(),
  to: time("to", true).optional(),
  limit: z.coerce
    .number("limit must be a number from 1 to 200.")
    .int("limit must be a whole number.")
    .min(1, "limit must be a number from 1 to 200.")
    .max(200, "limit must be a number from 1 to 200.")
    .optional(),
  cursor: z.string().max(2000, "This is no cursor of ours.").optional(),
});

const KINDS = ["user", "node", "account", "token", "run", "cluster", "site", "balancer", "pool"];

/** `named`: a username that an entry about several names among others. */
export type Meaning = { subject: string } | { actor: string } | { named: string };

/** What a searched word may be, each of which an index finds. */
export function meanings(search: string): Meaning[] {
  const said = search.trim();
  const kinds = said.includes(" ") ? [] : KINDS;
  return [
    { subject: said },
    { actor: said },
    ...kinds.map((kind) => ({ subject: `${kind} ${said}` })),
    ...(said.includes(" ") ? [] : [{ actor: `token ${said}` }, { actor: `node ${said}` }, { actor: `balancer ${said}` }]),
    { named: said.replace(/^user /, "") },
  ];
}

type Facts = { actor: string; action: string; subject: string; at: Date };

/** Whether an entry is what was asked for; a search is asked of the database alone. */
export function isAsked(entry: Facts, { actor, action, subject, from, to }: AuditFilter): boolean {
  return (
    (actor === undefined || entry.actor === actor) &&
    (action === undefined || entry.action === action) &&
    (subject === undefined || entry.subject === subject) &&
    (from === undefined || entry.at >= from) &&
    (to === undefined || entry.at < to)
  );
}

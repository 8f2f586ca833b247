import { z } from "zod";
import { email } from "@/lib/users/naming";

export const ROLES = ["admin", "operator", "auditor", "none"] as const;

export const role = z.enum(ROLES, { error: "The role must be admin, operator, auditor or none." });
/** A program without a role could do nothing at all. */
export const tokenRole = role.exclude(["none"], { error: "The role must be admin, operator or auditor." });

/** What people sign in with; kept in lower case, because mailboxes differ in nothing else. */
export const accountEmail = email.transform((text) => text.toLowerCase());

export const password = (what: string) =>
  z
    .string({ error: `${what} is missing.` })
    .min(12, `${what} must have 12 characters or more.`)
    .max(128, `${what} must have 128 characters at most.`);

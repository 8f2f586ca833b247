import type { Role } from "@/generated/prisma/client";

/** What a role may do, in a line. */
export const roleWords: Readonly<Record<Role, string>> = {
  admin: "everything",
  operator: "users, devices and invitations",
  auditor: "reads everything but secrets",
  none: "sees their own devices only",
};

export const ROLE_OPTIONS = (["operator", "auditor", "admin", "none"] as const).map((role) => ({
  value: role,
  label: `${role}: ${roleWords[role]}`,
}));

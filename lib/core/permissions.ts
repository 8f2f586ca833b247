import { refuse } from "@/lib/refusal";
import type { Actor } from "./context";

/** What can be asked for. Reads end in `.read`. */
export const PERMISSIONS = [
  "overview.read",
  "users.read",
  "users.write",
  "devices.write",
  "invitations.write",
  "addresses.read",
  "nodes.read",
  "nodes.write",
  "authority.read",
  "authority.write",
  "audit.read",
  "setup",
  "invitation.use",
  "node.enrol",
  "node.bundle",
  "node.report",
  "portal.job",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const reads: readonly Permission[] = ["overview.read", "users.read", "addresses.read", "nodes.read", "authority.read", "audit.read"];
const people: readonly Permission[] = ["users.write", "devices.write", "invitations.write"];

const allowed: Record<"admin" | "operator" | "auditor" | "none", readonly Permission[]> = {
  admin: [...reads, ...people, "nodes.write", "authority.write"],
  operator: [...reads.filter((permission) => permission !== "audit.read"), ...people],
  auditor: reads,
  none: [],
};

const byKind: Record<Exclude<Actor["kind"], "account">, readonly Permission[]> = {
  setup: ["setup"],
  invitation: ["invitation.use"],
  join: ["node.enrol"],
  node: ["node.bundle", "node.report"],
  portal: ["portal.job"],
  nobody: [],
};

export function may(actor: Actor, permission: Permission): boolean {
  return (actor.kind === "account" ? allowed[actor.role] : byKind[actor.kind]).includes(permission);
}

/** Asked in commit and in every read.ts. */
export function demand(actor: Actor, permission: Permission): void {
  if (may(actor, permission)) return;
  if (actor.kind === "nobody") refuse("signed-out", "Sign in first.");
  refuse(
    "forbidden",
    actor.kind === "account"
      ? `Your role (${actor.role}) does not allow this. An admin can change your role.`
      : "This token does not allow this.",
  );
}

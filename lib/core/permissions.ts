import type { Role } from "@/generated/prisma/client";
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
  "addresses.write",
  "nodes.read",
  "nodes.write",
  "vpn-sessions.write",
  "authority.read",
  "authority.write",
  "audit.read",
  "exports.write",
  "accounts.read",
  "accounts.write",
  "settings.read",
  "settings.write",
  "own.read",
  "own.write",
  "setup",
  "account.accept",
  "invitation.use",
  "profile.remotes",
  "node.enrol",
  "node.bundle",
  "node.report",
  "balancer.enrol",
  "balancer.bundle",
  "balancer.report",
  "metrics.read",
  "portal.job",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const reads: readonly Permission[] = [
  "overview.read",
  "users.read",
  "addresses.read",
  "nodes.read",
  "authority.read",
  "settings.read",
  "metrics.read",
];
/** Who did what, and who may: not for those who are being watched over. */
const oversight: readonly Permission[] = ["audit.read", "accounts.read"];
const people: readonly Permission[] = ["users.write", "devices.write", "invitations.write", "vpn-sessions.write"];
/** An export is written into the audit log, so it is a write that those who only read may do. */
const exports_: readonly Permission[] = ["exports.write"];
const admins: readonly Permission[] = ["nodes.write", "authority.write", "addresses.write", "accounts.write", "settings.write"];

const allowed: Record<Role, readonly Permission[]> = {
  admin: [...reads, ...oversight, ...exports_, ...people, ...admins],
  operator: [...reads, ...exports_, ...people],
  auditor: [...reads, ...oversight, ...exports_],
  none: [],
};
/** What everybody who signs in may do with what is theirs; a program has nothing of its own. */
const own: readonly Permission[] = ["own.read", "own.write"];

const byKind: Record<Exclude<Actor["kind"], "account" | "token">, readonly Permission[]> = {
  setup: ["setup"],
  newcomer: ["account.accept"],
  invitation: ["invitation.use"],
  profile: ["profile.remotes"],
  join: ["node.enrol"],
  node: ["node.bundle", "node.report"],
  "balancer-join": ["balancer.enrol"],
  balancer: ["balancer.bundle", "balancer.report"],
  portal: ["portal.job", "metrics.read"],
  nobody: [],
};

export function may(actor: Actor, permission: Permission): boolean {
  if (actor.kind === "account") return allowed[actor.role].includes(permission) || own.includes(permission);
  if (actor.kind === "token") return allowed[actor.role].includes(permission) && allowed[actor.maker.role].includes(permission);
  return byKind[actor.kind].includes(permission);
}

/** Whether a role may do something that the other may not: a token of it is held to what its maker may. */
export const exceeds = (role: Role, other: Role): boolean => allowed[role].some((permission) => !allowed[other].includes(permission));

/** Asked in commit and in every read.ts. */
export function demand(actor: Actor, permission: Permission): void {
  if (may(actor, permission)) return;
  if (actor.kind === "nobody") refuse("signed-out", "Sign in first.");
  if (actor.kind === "account") refuse("forbidden", `Your role (${actor.role}) does not allow this. An admin can change your role.`);
  if (actor.kind === "token" && allowed[actor.role].includes(permission))
    refuse(
      "forbidden",
      `This token does no more than ${actor.maker.email}, who made it, whose role is ${actor.maker.role} now. Ask an admin for another token.`,
    );
  if (actor.kind === "token")
    refuse("forbidden", `This token's role (${actor.role}) does not allow this. Ask an admin for a token with another role.`);
  refuse("forbidden", "This token does not allow this.");
}

import { randomBytes } from "node:crypto";
import type { Role } from "@/generated/prisma/client";

/** The account behind an API token, with the role that it has now. */
export type Maker = { id: string; email: string; role: Role };

/**
 * Who acts. `token` is a program with an API token, `newcomer` somebody with an account invitation, `profile` whoever has a
 * profile and asks for its remotes, `portal` the portal itself: jobs that nobody asked for.
 */
export type Actor =
  | { kind: "account"; id: string; authUserId: string; email: string; role: Role }
  | { kind: "token"; id: string; name: string; role: Role; maker: Maker }
  | { kind: "node"; id: string; name: string }
  | { kind: "invitation"; id: string }
  | { kind: "balancer"; id: string; name: string }
  | { kind: "balancer-join"; balancerId: string; name: string }
  | { kind: "join"; nodeId: string; name: string }
  | { kind: "profile"; serial: string; commonName: string }
  | { kind: "newcomer"; invitationId: string }
  | { kind: "setup" }
  | { kind: "portal" }
  | { kind: "nobody" };

/** One request's surroundings. Time and randomness come from here, so that tests can choose them. */
export type Context = {
  actor: Actor;
  now: () => Date;
  random: (bytes: number) => Uint8Array;
  /** The address the request came from, as far as the portal can see; null for jobs. */
  source: string | null;
  idempotency?: { key: string; route: string; bodyHash: string };
};

export function contextFor(actor: Actor, source: string | null = null): Context {
  return { actor, source, now: () => new Date(), random: (bytes) => Uint8Array.from(randomBytes(bytes)) };
}

/** How the audit log names an actor. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case "account":
      return actor.email;
    case "token":
      return `token ${actor.name}`;
    case "node":
    case "join":
      return `node ${actor.name}`;
    case "balancer":
    case "balancer-join":
      return `balancer ${actor.name}`;
    case "profile":
      return `profile ${actor.commonName}`;
    case "newcomer":
      return `account invitation ${actor.invitationId}`;
    case "invitation":
      return `invitation ${actor.id}`;
    default:
      return actor.kind;
  }
}

/** Whose idempotency keys they are. */
export function callerOf(actor: Actor): string {
  switch (actor.kind) {
    case "account":
    case "token":
    case "node":
    case "invitation":
    case "balancer":
      return `${actor.kind}:${actor.id}`;
    case "balancer-join":
      return `balancer-join:${actor.balancerId}`;
    case "profile":
      return `profile:${actor.serial}`;
    case "newcomer":
      return `newcomer:${actor.invitationId}`;
    case "join":
      return `join:${actor.nodeId}`;
    default:
      return actor.kind;
  }
}

import { randomUUID } from "node:crypto";
import type { Everybody, Who } from "./who";
import { WHO } from "./who";

const admins: readonly Who[] = ["admin", "admin's token"];
const operators: readonly Who[] = [...admins, "operator", "operator's token"];
const readers: readonly Who[] = [...operators, "auditor", "auditor's token", "demoted admin's token"];
const people: readonly Who[] = ["no role", "another user", "auditor", "operator", "admin"];

/** Written down here once more, and not taken from the code: whom each kind of route is for. */
export const ALLOWED: Record<Row["for"], readonly Who[]> = {
  everybody: WHO,
  "signed in": [...people, "token of no role", "auditor's token", "operator's token", "admin's token", "demoted admin's token"],
  "who reads": readers,
  oversight: [...admins, "auditor", "auditor's token", "demoted admin's token"],
  operators,
  admins,
  own: people,
  nodes: ["a node", "another node"],
  "this node": ["a node"],
  balancers: ["a balancer"],
};

export type Row = {
  for: "everybody" | "signed in" | "who reads" | "oversight" | "operators" | "admins" | "own" | "nodes" | "this node" | "balancers";
  /** Who asks is known by a token of the route's own kind. */
  byToken?: boolean;
  /** Answers that say of somebody who was let in that the rest is not right, where nothing else can be asked for. */
  fine?: readonly number[];
  /** Where, with what body: right in all but who asks, and without effect for those who are let in, or with one that may happen many times. */
  ask: (on: Everybody, route: string, who: Who) => { path: string; body?: unknown };
};

/** Parameters that are names; the others are ids. */
const NAMED = new Set(["username", "name"]);

/** The route with its parameters filled in: a name that nobody has, an id that nothing has. */
export const at = (body?: unknown, params: Record<string, string> = {}): Row["ask"] => {
  return (_on, route) => ({
    path:
      route.replaceAll(/\[([^\]]+)\]/g, (_all, name: string) => params[name] ?? (NAMED.has(name) ? "nobody.here" : randomUUID())) +
      (params["?"] ?? ""),
    body,
  });
};

import type { Actor, Context } from "@/lib/core/context";
import { refuse } from "@/lib/refusal";

/** The account that asks for what is its own. */
export function ownAccount(ctx: Context): Extract<Actor, { kind: "account" }> {
  return ctx.actor.kind === "account" ? ctx.actor : refuse("signed-out", "Sign in first.");
}

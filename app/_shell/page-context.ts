import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { currentActor } from "@/lib/accounts/current-actor";
import { setUpState } from "@/lib/accounts/read";
import { contextFor, type Actor, type Context } from "@/lib/core/context";
import { ownPath, PATH_HEADER } from "./own-path";

type AccountActor = Extract<Actor, { kind: "account" }>;
export type PageContext = Context & { actor: AccountActor };

/** The signed-in account's context for a page; once a request. Leads to setup, or to sign-in and from there back here. */
export const pageContext = cache(async (): Promise<PageContext> => {
  const asked = await headers();
  const actor = await currentActor(asked);
  if (actor.kind !== "account") redirect((await setUpState()) === "missing" ? "/setup" : signInPath(asked.get(PATH_HEADER)));
  return { ...contextFor(actor), actor };
});

function signInPath(from: string | null): string {
  const next = ownPath(from);
  return next === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ next })}`;
}

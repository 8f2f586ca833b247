import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { currentActor } from "@/lib/accounts/current-actor";
import { setUpState } from "@/lib/accounts/read";
import { contextFor, type Actor, type Context } from "@/lib/core/context";

type AccountActor = Extract<Actor, { kind: "account" }>;
export type PageContext = Context & { actor: AccountActor };

/** The signed-in account's context for a page; once a request. Leads to sign-in or to setup where there is none. */
export const pageContext = cache(async (): Promise<PageContext> => {
  const actor = await currentActor(await headers());
  if (actor.kind !== "account") redirect((await setUpState()) === "missing" ? "/setup" : "/sign-in");
  return { ...contextFor(actor), actor };
});

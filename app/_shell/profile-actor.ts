import { countProfileQuestion } from "@/lib/accounts/request-limit";
import type { Actor } from "@/lib/core/context";
import { findProfile, UNKNOWN_PROFILE } from "@/lib/lifecycle/give-remotes";
import { refuse } from "@/lib/refusal";
import { sourceOf } from "./origin";

/** Whoever has a profile: the fingerprint of its certificate is in the body. Anybody may ask, so they are counted. */
export async function profileActor(request: Request, body: { fingerprint: string }): Promise<Actor> {
  await countProfileQuestion(sourceOf(request));
  const found = await findProfile(body.fingerprint);
  return found ? { kind: "profile", ...found } : refuse("missing", UNKNOWN_PROFILE);
}

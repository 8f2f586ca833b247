import { send } from "./client";

/** Ends this sign-in session. False where the portal did not answer. */
export async function signOut(): Promise<boolean> {
  const answer = await send("POST", "/api/auth/sign-out", {});
  if (!answer.ok && answer.problem.status !== 401) return false;
  // A whole load of the page: nothing that the last person saw stays in this tab.
  window.location.assign("/sign-in");
  return true;
}

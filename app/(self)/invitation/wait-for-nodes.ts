import type { Readiness } from "@/app/_shell/answers";
import { send } from "@/app/_shell/client";

const LONGEST = 10_000;
const PAUSE = 400;

/** Asks until every node admits the new profile, ten seconds at most; `tell` hears each answer. */
export async function waitForNodes(token: string, tell: (readiness: Readiness) => void): Promise<void> {
  for (const until = Date.now() + LONGEST; Date.now() < until; ) {
    const answer = await send<Readiness>("POST", "/api/v1/invitations/ready", { token });
    if (answer.ok) {
      tell(answer.value);
      if (answer.value.total > 0 && answer.value.ready === answer.value.total) return;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

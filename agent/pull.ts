import { SignedBundle } from "../lib/nodes/bundle";
import { backoff, sleep } from "./backoff";
import { refusalOf, type Answer } from "./call-portal";
import type { Faults } from "./faults";
import { sentenceOf, type Log } from "./log";

type Needs = {
  /** Asks for what is newer than the revision in force; the portal waits up to `wait` seconds for it. */
  ask(wait: number): Promise<Answer>;
  /** Checks and applies; a sentence when it was refused. */
  take(signed: SignedBundle): Promise<string | null>;
  /** Tries the refused CRL of the bundle in force again: its time may have come. */
  crlIsRefused(): boolean;
  takeAgain(): Promise<void>;
  /** What a dead token means here. */
  whenRemoved?: string;
  /** What `status` says about the portal. */
  heard(trouble: string | null): void;
  faults: Faults;
  log: Log;
  signal: AbortSignal;
  random(): number;
};

const NODE_REMOVED =
  "The portal no longer knows this node's token. It was removed there, or belongs to another cluster: the node goes on with what it has until its CRL ends.";

/** Pulls for ever; whatever the portal does, the node goes on with what it has. */
export async function pull(needs: Needs): Promise<void> {
  const pause = backoff(needs.random);
  while (!needs.signal.aborted) {
    const asked = Date.now();
    try {
      const answer = await needs.ask(needs.crlIsRefused() ? 10 : 25);
      needs.faults.set("node-removed", answer.status === 401 ? (needs.whenRemoved ?? NODE_REMOVED) : null);
      if (answer.status === 401) {
        needs.heard(refusalOf(answer));
        await sleep(30_000, needs.signal);
      } else if (answer.status === 204) {
        needs.heard(null);
        pause.reset();
        if (needs.crlIsRefused()) await needs.takeAgain();
        // A proxy that answers in the portal's place must not be asked a thousand times a second.
        if (Date.now() - asked < 200) await sleep(200, needs.signal);
      } else if (answer.status === 200) {
        needs.heard(null);
        const refused = await needs.take(SignedBundle.parse(JSON.parse(answer.body)));
        needs.faults.set("bundle-refused", refused);
        if (refused === null) pause.reset();
        else await sleep(pause.next(), needs.signal);
      } else {
        needs.heard(refusalOf(answer));
        await sleep(pause.next(), needs.signal);
      }
    } catch (error) {
      if (needs.signal.aborted) return;
      needs.heard(sentenceOf(error));
      needs.log("pull-failed", { why: sentenceOf(error) });
      await sleep(pause.next(), needs.signal);
    }
  }
}

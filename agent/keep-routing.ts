// FRR's configuration as the signed settings want it: rendered here from data, judged by FRR's own parser, loaded without
// an interruption. What is refused changes nothing, and what runs goes on.
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { z } from "zod";
import { frrDaemons, isOurFrr, renderFrr } from "../lib/nodes/frr-config";
import type { NodeRouting, NodeSettings } from "../lib/nodes/node-settings";
import type { Faults } from "./faults";
import type { Frr } from "./frr";
import { sentenceOf, type Log } from "./log";
import { readState, writeState } from "./state";

/** What stood in frr.conf before it was ours. */
const Before = z.object({ text: z.string() });
const EMPTY = "frr defaults traditional\n";

type Needs = {
  frr: Frr;
  /** Where `Before` is kept: the file is there for as long as FRR's configuration is ours. */
  before: string;
  settings(): NodeSettings | null;
  faults: Pick<Faults, "set">;
  log: Log;
  /** A clock that does not jump, in ms. */
  now(): number;
};

const ASK_EVERY_MS = 5000;
const TRY_AGAIN_MS = 10_000;
const COMPARE_EVERY_MS = 30_000;

export function keepRouting({ frr, before, settings, faults, log, now }: Needs) {
  /** The text in force and what FRR prints of it; an agent that has just begun loads once, which changes nothing where nothing differs. */
  let loaded: { text: string; printed: string | null } | null = null;
  /** What FRR did not take. Its parser says the same again; a load may work the next time. */
  let refused: { text: string; tryAgainAt: number } | null = null;
  let askedAt = -Infinity;
  let comparedAt = -Infinity;
  let busy = false;

  async function tick(): Promise<void> {
    const wanted = settings();
    if (wanted === null) return;
    if (wanted.routing === null) return withdraw();
    const text = renderFrr(wanted.routing, wanted.pools);
    const changed = text !== loaded?.text;
    if (!changed && now() - askedAt < ASK_EVERY_MS) return;
    askedAt = now();
    const why = await whyStopped(wanted.routing);
    faults.set("routing-stopped", why);
    // Whatever ends and comes back reads the stored file; what was loaded by hand is gone then.
    if (why !== null) return void (loaded = null);
    if (!changed) {
      if (now() - comparedAt < COMPARE_EVERY_MS) return;
      comparedAt = now();
      const printed = hashOf(await frr.running());
      // Who does not say has not changed anything; and what was not said after the load is taken for what was loaded.
      if (printed === null || printed === loaded?.printed) return;
      if (loaded?.printed === null) return void (loaded = { ...loaded, printed });
      loaded = null;
    } else if (text === refused?.text && now() < refused.tryAgainAt) return;
    const taken = await load(text, secretsOf(wanted.routing));
    if (taken && !changed)
      faults.set("config-edited", `Somebody changed FRR's configuration by hand. It was put back at ${new Date().toISOString()}.`);
  }

  async function load(text: string, secrets: readonly string[]): Promise<boolean> {
    const said = (why: string): string => withoutSecrets(secrets.reduce((words, secret) => words.replaceAll(secret, "…"), why));
    let why = await frr.whyNot(text);
    const tryAgainAt = why === null ? now() + TRY_AGAIN_MS : Infinity;
    if (why === null) {
      if (readState(before, Before) === null) writeState(before, { text: foreign(frr.stored()) });
      why = await frr.load(text);
    }
    if (why !== null) {
      refused = { text, tryAgainAt };
      log("routing-refused", { why: said(why) });
      faults.set("routing-refused", `FRR refuses the routing that the portal sent, and what ran before goes on: ${said(why)}`);
      return false;
    }
    refused = null;
    loaded = { text, printed: hashOf(await frr.running()) };
    comparedAt = now();
    log("routing-loaded");
    faults.set("routing-refused", null);
    return true;
  }

  async function whyStopped(routing: NodeRouting): Promise<string | null> {
    if (!frr.installed()) return "FRR is not installed on this machine (apt install frr): the core does not learn where devices are.";
    const silent = await frr.silent(frrDaemons(routing));
    if (silent.length === 0) return null;
    return `FRR's ${silent.join(" and ")} ${silent.length > 1 ? "do" : "does"} not answer: the core does not learn where devices are. Switch on ${frrDaemons(
      routing,
    )
      .slice(1)
      .join(" and ")} in /etc/frr/daemons and restart FRR.`;
  }

  /** The cluster has no routing, or none any more: then what stood there before comes back. */
  async function withdraw(): Promise<void> {
    faults.set("routing-stopped", null);
    loaded = null;
    refused = null;
    const mine = readState(before, Before);
    if (mine === null) return faults.set("routing-refused", null);
    if (now() - askedAt < ASK_EVERY_MS) return;
    askedAt = now();
    const failed = await frr.load(mine.text);
    if (failed !== null) {
      const why = withoutSecrets(failed);
      log("routing-not-withdrawn", { why });
      const sentence = `Routing is switched off, and FRR does not take back what stood there before: it may go on announcing. ${why}`;
      return faults.set("routing-refused", sentence);
    }
    faults.set("routing-refused", null);
    rmSync(before, { force: true });
    log("routing-withdrawn");
  }

  return {
    /** Returns at once; one look at a time. */
    look(): void {
      if (busy) return;
      busy = true;
      void tick()
        .catch((error: unknown) => {
          log("routing-failed", { why: sentenceOf(error) });
          faults.set("routing-refused", `The routing that the portal sent cannot be loaded: ${sentenceOf(error)}`);
        })
        .finally(() => (busy = false));
    },
  };
}

/** Of a configuration that we do not know any more, or never did, FRR repeats whole lines. */
const withoutSecrets = (words: string): string => words.replace(/\b(md5|(?:authentication-)?key|password)\s+\S+/gi, "$1 …");

/** A folder that was removed for another enrolment knew what stood there; ours, brought back, would go on announcing. */
const foreign = (stored: string | null): string => (stored === null || isOurFrr(stored) ? EMPTY : stored);

const hashOf = (text: string | null): string | null => text && createHash("sha256").update(text).digest("hex");

function secretsOf(routing: NodeRouting): string[] {
  return [routing.protocol === "ospf" ? routing.key : routing.password].filter((secret) => secret !== null);
}

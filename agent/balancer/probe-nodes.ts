import { randomBytes } from "node:crypto";
import { backendKey, type Backend } from "../../lib/nodes/balancer-map";
import { sleep } from "../backoff";
import { afterProbe, unasked, type Health } from "./health";
import { probe } from "./probe";
import type { ProbeKey } from "./reset-packet";

const EVERY_MS = 1000;
/** A node answers within a millisecond or two beside what the way takes. */
const TIMEOUT_MS = 900;

type Needs = {
  /** Null until there is a bundle. */
  key(): ProbeKey | null;
  targets(): readonly Backend[];
  /** What was known of them before. */
  health: Map<string, Health>;
  /** Somebody went in or out, or can now be said to be out. */
  changed(): void;
  signal: AbortSignal;
};

/** Asks each node once a second; `askAgain` in between, where silence is no miss: three misses are three seconds. */
export function probeNodes({ key, targets, health, changed, signal }: Needs) {
  const ask = async (counts: boolean): Promise<void> => {
    const with_ = key();
    if (!with_) return;
    await Promise.all(
      targets().map(async (backend) => {
        const name = backendKey(backend);
        if (!health.has(name)) health.set(name, unasked(new Date()));
        const manner = { key: with_, sessionId: randomBytes(8), now: new Date(), timeoutMs: TIMEOUT_MS };
        const answered = await probe(backend, manner);
        if (signal.aborted || (!answered && !counts)) return;
        const before = health.get(name) ?? unasked(new Date());
        const after = afterProbe(before, answered, new Date());
        health.set(name, after);
        if (after.up !== before.up || after.misses !== before.misses) changed();
      }),
    );
    const asked = new Set(targets().map(backendKey));
    for (const name of health.keys()) if (!asked.has(name)) health.delete(name);
  };
  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      void ask(true);
      await sleep(EVERY_MS, signal);
    }
  };
  return { askAgain: () => ask(false), done: loop() };
}

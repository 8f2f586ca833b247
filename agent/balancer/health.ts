// How a balancer finds its nodes: three misses out, one hit in. Pure.
import { backendKey, laneOf, type Backend } from "../../lib/nodes/balancer-map";

export const MISSES_OUT = 3;

/** `since` is when `up` became what it is, by this machine's clock. */
export type Health = { up: boolean; misses: number; since: string };
export type Healths = ReadonlyMap<string, Health>;

/** Nobody has been asked yet: out, until it answers. */
export const unasked = (now: Date): Health => ({ up: false, misses: 0, since: now.toISOString() });

export function afterProbe(before: Health, answered: boolean, now: Date): Health {
  if (answered) return before.up ? { ...before, misses: 0 } : { up: true, misses: 0, since: now.toISOString() };
  const misses = Math.min(MISSES_OUT, before.misses + 1);
  return before.up && misses === MISSES_OUT ? { up: false, misses, since: now.toISOString() } : { ...before, misses };
}

/** `live`: the keys of those who get new flows. `silent`: those of protocols and families by which nobody answers. */
type Chosen = { live: string[]; silent: Backend[] };

/**
 * Who gets new flows, of each protocol and family by itself. Where nobody answers the last map stays, of those who are still behind the
 * balancer: a balancer that cannot see is no reason to send nobody anywhere. Null while nobody has been asked often enough to say.
 */
export function chooseLive(backends: readonly Backend[], health: Healths, last: readonly string[]): Chosen | null {
  const lanes = [...new Set(backends.map(laneOf))].map((lane) =>
    chooseOf(
      backends.filter((one) => laneOf(one) === lane),
      health,
      last,
    ),
  );
  if (lanes.length > 0 && lanes.every((lane) => lane === null)) return null;
  return { live: lanes.flatMap((lane) => lane?.live ?? []), silent: lanes.flatMap((lane) => lane?.silent ?? []) };
}

function chooseOf(backends: Backend[], health: Healths, last: readonly string[]): Chosen | null {
  const keys = backends.map(backendKey);
  const up = keys.filter((key) => health.get(key)?.up);
  if (up.length > 0) return { live: up, silent: [] };
  const sure = keys.every((key) => (health.get(key)?.misses ?? 0) >= MISSES_OUT);
  const kept = keys.filter((key) => last.includes(key));
  if (kept.length > 0) return { live: kept, silent: sure ? backends : [] };
  return sure ? { live: keys, silent: backends } : null;
}

// How a balancer finds its nodes: three misses out, one hit in. Pure.
import { backendKey, type Backend } from "../../lib/nodes/balancer-map";

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

/**
 * Who gets new flows. Where nobody answers the last map stays, of those who are still behind the balancer: a balancer that cannot see is
 * no reason to send nobody anywhere. Null while nobody has been asked often enough to say.
 */
export function chooseLive(
  backends: readonly Backend[],
  health: Healths,
  last: readonly string[],
): { live: string[]; nobodyAnswers: boolean } | null {
  const keys = backends.map(backendKey);
  const up = keys.filter((key) => health.get(key)?.up);
  if (up.length > 0 || keys.length === 0) return { live: up, nobodyAnswers: false };
  const sure = keys.every((key) => (health.get(key)?.misses ?? 0) >= MISSES_OUT);
  const kept = keys.filter((key) => last.includes(key));
  if (kept.length > 0) return { live: kept, nobodyAnswers: sure };
  return sure ? { live: keys, nobodyAnswers: true } : null;
}

import { setTimeout as sleep } from "node:timers/promises";

/** Looks until there is something to see. Throws when there is none in time: what was waited for, and `seen()`. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  options: { ms?: number; every?: number; seen?: () => string } = {},
): Promise<NonNullable<T>> {
  const { ms = 15_000, every = 25, seen } = options;
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited ${ms} ms for ${what}.${seen ? ` There is:\n${seen()}` : ""}`);
    await sleep(every);
  }
}

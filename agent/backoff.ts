/** Waits of 0.2, 0.4 … 10 s, each with up to half of it at random, so that nodes do not come back in step. */
export function backoff(random: () => number): { next(): number; reset(): void } {
  let tries = 0;
  return {
    next() {
      const whole = Math.min(10_000, 200 * 2 ** tries++);
      return whole / 2 + (whole / 2) * random();
    },
    reset() {
      tries = 0;
    },
  };
}

/** Ends early, without an error, when the signal fires. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
  });
}

/** Thrown through what is under way when somebody wants the start to end before it is up. */
export class Stopped extends Error {}

/** Ctrl-C and SIGTERM, as something that the start's steps can wait for. */
export function stopRequest() {
  let asked = false;
  const parent = process.ppid;
  /** @type {() => void} */
  let ask = () => {};
  /** @type {Promise<void>} */
  const wanted = new Promise((resolve) => (ask = resolve));
  const heard = () => {
    // Further ones change nothing: npm passes on what the terminal has sent to us already.
    asked = true;
    ask();
  };
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  for (const signal of signals) process.on(signal, heard);
  const orphaned = setInterval(() => {
    // npm passes a SIGTERM on to its shell, which ends without us. Who stopped npm meant to stop Homeport.
    if (process.env.npm_lifecycle_event === "start" && process.ppid !== parent) heard();
  }, 500);
  const throwIfAsked = () => {
    if (asked) throw new Stopped();
  };
  return {
    wanted,
    asked: () => asked,
    throwIfAsked,
    /**
     * Waits for a step; when a stop is asked meanwhile, ends the step and throws.
     * @template T @param {Promise<T>} step @param {() => Promise<void> | void} end
     * @returns {Promise<T>}
     */
    async orStop(step, end) {
      await Promise.race([step, wanted]);
      if (asked) await end();
      throwIfAsked();
      return step;
    },
    forget: () => {
      clearInterval(orphaned);
      for (const signal of signals) process.off(signal, heard);
    },
  };
}

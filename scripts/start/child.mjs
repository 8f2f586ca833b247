import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * @typedef {object} Child
 * @property {number} pid
 * @property {Promise<number | null>} exited its exit code, null after a signal
 * @property {() => string} output what it has printed, where that is kept
 * @property {(patience: number) => Promise<void>} stop SIGTERM to its group, SIGKILL after that many milliseconds
 */

/**
 * A child in a process group of its own: the terminal's Ctrl-C reaches only the start script, which stops its
 * children in the right order.
 * @param {string[]} args of Node.js
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, uid?: number, gid?: number, output: 1 | 2 | "keep", program?: string }} options
 * @returns {Child}
 */
export function startChild(args, { output, program = process.execPath, ...options }) {
  const child = spawn(program, args, {
    ...options,
    detached: true,
    stdio: ["pipe", output === "keep" ? "pipe" : output, output === "keep" ? "inherit" : 2],
  });
  let kept = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => (kept += text));
  child.stdin?.on("error", () => {});
  const exited = Promise.race([once(child, "close").then(([code]) => code), once(child, "error").then(() => 127)]);
  let gone = false;
  void exited.then(() => (gone = true));
  return {
    pid: child.pid ?? 0,
    exited,
    output: () => kept,
    stop: async (patience) => {
      if (gone || !child.pid) return;
      const group = -child.pid;
      const send = (/** @type {NodeJS.Signals} */ signal) => {
        try {
          process.kill(group, signal);
        } catch {
          // It has just gone by itself.
        }
      };
      send("SIGTERM");
      const kill = setTimeout(() => send("SIGKILL"), patience);
      await exited;
      clearTimeout(kill);
    },
  };
}

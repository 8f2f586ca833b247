import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

export const checkout = path.resolve(import.meta.dirname, "../..");

/** @typedef {{ passed: number, failed: number, skipped: number, failures?: string[] }} Counts `failures`: the tests' names, and why */

/**
 * Runs one of node_modules' programs, its output straight through.
 * @param {string[]} args of Node.js @param {Record<string, string>} [env] beside our own
 * @returns {Promise<number>} its exit code
 */
export async function run(args, env = {}) {
  const child = spawn(process.execPath, args, { cwd: checkout, env: { ...process.env, ...env }, stdio: ["ignore", "inherit", "inherit"] });
  const pass = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal);
  process.on("SIGINT", pass).on("SIGTERM", pass);
  const [code] = await once(child, "close");
  process.off("SIGINT", pass).off("SIGTERM", pass);
  return code ?? 1;
}

/**
 * Runs something that leaves a JSON report in the file that it is given.
 * @template Report
 * @param {(file: string) => Promise<number>} work
 * @returns {Promise<{ code: number, report: Report | null }>}
 */
export async function reported(work) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "homeport-report-"));
  const file = path.join(folder, "report.json");
  try {
    const code = await work(file);
    return { code, report: fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : null };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A runner that ended badly without a failed test counts as one.
 * @template Report
 * @param {{ code: number, report: Report | null }} ended @param {(report: Report) => Counts} count
 * @returns {Counts}
 */
export function counted({ code, report }, count) {
  const counts = report ? count(report) : { passed: 0, failed: 0, skipped: 0 };
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** Something whole that passed or failed, as one test. @param {number} code @returns {Counts} */
export const asOne = (code) => (code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 });

/** @param {Counts[]} all @returns {Counts} */
export const sum = (all) => ({
  passed: all.reduce((n, one) => n + one.passed, 0),
  failed: all.reduce((n, one) => n + one.failed, 0),
  skipped: all.reduce((n, one) => n + one.skipped, 0),
  failures: all.flatMap(({ failures = [] }) => failures),
});

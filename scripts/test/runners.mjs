import { spawnSync } from "node:child_process";
import { ranInPlaywright, ranInVitest } from "../prove/named-tests.mjs";
import { checkout, reported, run } from "./run.mjs";

/** @typedef {import("./run.mjs").Counts} Counts */
/** @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { status: string, assertionResults: { status: string, fullName: string, duration?: number, failureMessages?: string[] }[] }[] }} VitestReport */
/** @typedef {{ title: string, ok: boolean, tests: { results: { status: string, duration: number, error?: { message?: string } }[] }[] }} Spec */
/** @typedef {{ title: string, specs: Spec[], suites?: Suite[] }} Suite */
/** @typedef {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: unknown[], suites: Suite[] }} PlaywrightReport */

/**
 * @param {"unit" | "db"} project @param {string[]} [filters] @param {Record<string, string>} [env]
 * @returns {Promise<{ code: number, report: VitestReport | null }>}
 */
export const vitest = (project, filters = [], env = {}) =>
  reported((file) =>
    run(
      [
        "node_modules/vitest/vitest.mjs",
        "run",
        "--project",
        project,
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${file}`,
        ...filters,
      ],
      env,
    ),
  );

/**
 * @param {"journeys" | "cluster"} project @param {string[]} [filters] @param {Record<string, string>} [env]
 * @returns {Promise<{ code: number, report: PlaywrightReport | null }>}
 */
export const playwright = (project, filters = [], env = {}) =>
  reported((file) =>
    run(["node_modules/@playwright/test/cli.js", "test", ...projectsOf(project), "--reporter=list,json", ...filters], {
      ...env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    }),
  );

/** The cluster's tests are two projects: playwright.config.ts says why. @param {"journeys" | "cluster"} layer */
const projectsOf = (layer) => (layer === "cluster" ? ["--project=cluster", "--project=six"] : ["--project=journeys"]);

/** How many tests a layer that cannot run would have had. @param {"journeys" | "cluster"} project */
export function listPlaywright(project) {
  const listed = spawnSync(
    process.execPath,
    ["node_modules/@playwright/test/cli.js", "test", ...projectsOf(project), "--list", "--reporter=json"],
    { cwd: checkout, encoding: "utf8", maxBuffer: 64 << 20 },
  );
  try {
    return countSpecs(JSON.parse(listed.stdout).suites);
  } catch {
    return 0;
  }
}

/**
 * vitest's JSON report. A file that could not be loaded has no tests: it counts as one that failed.
 * @param {VitestReport} report @returns {Counts}
 */
export function countVitest(report) {
  const unloaded = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: failuresOf(ranInVitest(report)),
  };
}

/**
 * Playwright's JSON report: one that passed on a second try has failed once, and errors outside tests are failures.
 * @param {PlaywrightReport} report @returns {Counts}
 */
export function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  const outside = unexpected === 0 ? report.errors.length : 0;
  // Only journeys have a second try, and only in CI (playwright.config.ts): said aloud, so that somebody looks at why.
  if (flaky > 0) console.error(`${flaky} passed on a second try only: look at why.`);
  return { passed: expected + flaky, failed: unexpected + outside, skipped, failures: failuresOf(ranInPlaywright(report.suites)) };
}

/** @param {import("../prove/named-tests.mjs").Ran[]} ran */
const failuresOf = (ran) => ran.filter(({ ok }) => !ok).map(({ title, why }) => (why ? `${title}: ${why}` : title));

/** @param {Suite[]} suites @returns {number} */
const countSpecs = (suites) => suites.reduce((n, suite) => n + suite.specs.length + countSpecs(suite.suites ?? []), 0);

// npm test [-- --json FILE] [--only LAYER]: every layer, each with what it needs installed first.
import "./start/node-version.mjs";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { installPackages } from "./test/install-packages.mjs";

const NAMES = ["check", "verbs", "browser", "cluster"];
const { json, only } = parseArgs({ options: { json: { type: "string" }, only: { type: "string" } } }).values;
if (only !== undefined && !NAMES.includes(only)) {
  console.error(`--only ${only}: it must be one of ${NAMES.join(", ")}.`);
  process.exit(2);
}
const report = json && path.resolve(json);
process.umask(0o022);
await installPackages();
const { LAYERS } = await import("./test/layers.mjs");
const { installPrograms } = await import("./test/machine.mjs");
if (only !== "check") installPrograms();

/** @type {{ layer: string, passed: number, failed: number, skipped: number, failures: string[], reason: string | null, seconds: number }[]} */
const results = [];
for (const [layer, test] of Object.entries(LAYERS)) {
  if (only && layer !== only) continue;
  console.log(`\n── ${layer}`);
  const began = performance.now();
  const { passed, failed, skipped, failures = [], reason } = await test();
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  results.push({ layer, passed, failed, skipped, failures, reason: reason ?? null, seconds });
}

// Once more at the end: thousands of lines stand between a failure and the counts.
console.log("");
for (const { layer, failures } of results) for (const failure of failures) console.log(`Failed in ${layer}: ${failure}`);
for (const { layer, passed, failed, skipped, reason, seconds } of results) {
  console.log(
    `${layer.padEnd(8)} ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds} s${reason ? `: not run, ${reason}` : ""}`,
  );
}
if (report) fs.writeFileSync(report, `${JSON.stringify(results, null, 2)}\n`);
const total = (/** @type {"passed" | "failed" | "skipped"} */ key) => results.reduce((n, one) => n + one[key], 0);
console.log(`${total("passed")} passed, ${total("failed")} failed, ${total("skipped")} skipped`);
process.exitCode = total("failed") > 0 || total("passed") === 0 ? 1 : 0;

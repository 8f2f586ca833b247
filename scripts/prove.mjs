// npm run prove [-- --json FILE] [--only ID] [--rounds N]: what takes longer than a test may, as a list of measures.
import "./start/node-version.mjs";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { installPackages } from "./test/install-packages.mjs";

/** What must be shown, by number. */
const IDS = [...numbered("way", 8), ...numbered("portal", 7), ...numbered("cluster", 8)];

/** @param {string} name @param {number} count */
function numbered(name, count) {
  return Array.from({ length: count }, (_, i) => `${name}.${i + 1}`);
}

const { json, only, rounds } = parseArgs({
  options: { json: { type: "string" }, only: { type: "string" }, rounds: { type: "string" } },
}).values;
/** `way.3` is one of them, `way` all eight. */
const asked = IDS.filter((id) => !only || id === only || id.startsWith(`${only}.`));
if (asked.length === 0 || (rounds && !/^[1-9]\d{0,4}$/.test(rounds))) {
  console.error(`--only must be way, portal, cluster or one of ${IDS.join(", ")}; --rounds must be a number from 1.`);
  process.exit(2);
}
const file = json && path.resolve(json);
process.umask(0o022);
await installPackages();
const { built } = await import("./test/layers.mjs");
const { playwright, vitest } = await import("./test/runners.mjs");
const { installPrograms, whyNoCluster } = await import("./test/machine.mjs");
const { agentNode } = await import("./test/agent-node.mjs");
const { installBrowser } = await import("./test/install-browser.mjs");
const { checkout } = await import("./test/run.mjs");
const { pattern, ranInPlaywright, ranInVitest } = await import("./prove/named-tests.mjs");
const { proof } = await import("./prove/proof.mjs");
const { proveMutants } = await import("./prove/mutants.mjs");

installPrograms();
const why = whyNoCluster() ?? (await installBrowser(checkout)) ?? ((await built()) ? null : "the portal could not be built");
if (why) {
  console.error(`Nothing can be proved here: ${why}.`);
  process.exit(2);
}

agentNode();
const out = fs.mkdtempSync(path.join(os.tmpdir(), "homeport-prove-"));
const env = { PROVE: "1", PROVE_OUT: out, ...(rounds ? { PROVE_ROUNDS: rounds } : {}) };
const titles = asked.map((id) => pattern(id).source).join("|");
/** @type {import("./prove/named-tests.mjs").Ran[]} */
const ran = [];
for (const project of /** @type {const} */ (["unit", "db"])) {
  ran.push(...ranInVitest((await vitest(project, ["-t", titles, "--passWithNoTests"], env)).report));
}
// One after the other: what is measured is the cluster, not what else runs beside it.
for (const project of /** @type {const} */ (["journeys", "cluster"])) {
  const filters = ["--workers=1", "--grep", titles, "--pass-with-no-tests"];
  ran.push(...ranInPlaywright((await playwright(project, filters, env)).report?.suites ?? []));
}
if (asked.includes("portal.3")) proveMutants(env);

/** @type {import("../e2e/measure").Measure[]} */
const measures = fs.readdirSync(out).map((name) => JSON.parse(fs.readFileSync(path.join(out, name), "utf8")));
fs.rmSync(out, { recursive: true, force: true });
const lines = asked.flatMap((id) => proof(id, measures, ran));
console.log("");
for (const { id, claim, n, unit, p50, p90, p99, max, bound, ok } of lines) {
  console.log(`${ok ? "ok " : "NOT"} ${id.padEnd(14)} n ${n}, p50 ${p50}, p90 ${p90}, p99 ${p99}, max ${max} ${unit} (${bound}): ${claim}`);
}
if (file) fs.writeFileSync(file, `${JSON.stringify(lines, null, 2)}\n`);
process.exitCode = lines.every(({ ok }) => ok) ? 0 : 1;

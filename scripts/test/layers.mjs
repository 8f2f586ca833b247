import { generate } from "../build/generate.mjs";
import { isBuilt } from "../build/stale.mjs";
import { agentNode } from "./agent-node.mjs";
import { installBrowser } from "./install-browser.mjs";
import { whyNoCluster } from "./machine.mjs";
import { asOne, checkout, counted, run, sum } from "./run.mjs";
import { countPlaywright, countVitest, listPlaywright, playwright, vitest } from "./runners.mjs";

/** @typedef {import("./run.mjs").Counts} Counts */
/** @typedef {Counts & { reason?: string }} Outcome */

/** @type {Record<string, () => Promise<Outcome>>} in the order in which they run */
export const LAYERS = {
  /** Types, lint, format and unit tests: no browser, no database, no root. */
  check: async () => {
    generate(checkout);
    // Beside each other: the compiler has one thread, and some units wait.
    const units = vitest("unit");
    const types = await run(["node_modules/typescript/bin/tsc", "--noEmit", "-p", "tsconfig.check.json"]);
    const lint = await run(["node_modules/oxlint/bin/oxlint", "--deny-warnings"]);
    const format = await run(["node_modules/@biomejs/biome/bin/biome", "format"]);
    return sum([...[types, lint, format].map(asOne), counted(await units, countVitest)]);
  },
  /** Verbs on real PostgreSQL. */
  verbs: async () => {
    if ((await run(["scripts/build.mjs", "--only", "generate"])) || (await run(["scripts/build.mjs", "--only", "agent"]))) return asOne(1);
    return counted(await vitest("db"), countVitest);
  },
  /** Journeys in Chromium. */
  browser: async () => {
    if (!(await built())) return asOne(1);
    const why = await installBrowser(checkout);
    return why ? unable("journeys", why) : counted(await playwright("journeys"), countPlaywright);
  },
  /** Portal, agents and real OpenVPN in network namespaces. */
  cluster: async () => {
    const why = whyNoCluster();
    if (why) return unable("cluster", why);
    if (!(await built())) return asOne(1);
    const noBrowser = await installBrowser(checkout);
    // Fetched once, here: two workers would take it out of each other's hands.
    agentNode();
    return noBrowser ? unable("cluster", noBrowser) : counted(await playwright("cluster"), countPlaywright);
  },
};

/** The portal as it is now, built once for the layers that start it. @returns {Promise<boolean>} */
export async function built() {
  return isBuilt(checkout) || (await run(["scripts/build.mjs", "--if-stale"])) === 0;
}

/** @param {"journeys" | "cluster"} project @param {string} reason @returns {Outcome} */
const unable = (project, reason) => ({ passed: 0, failed: 0, skipped: listPlaywright(project), reason });

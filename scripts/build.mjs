// npm run build [-- --only generate|agent|next]: everything that is made from the sources before the portal can run.
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { bundleAgent } from "./build/agent.mjs";
import { generate } from "./build/generate.mjs";
import { buildPortal } from "./build/portal.mjs";
import { BUILD_STAMP, sourceHash } from "./build/stale.mjs";

const checkout = path.resolve(import.meta.dirname, "..");
const { only } = parseArgs({ options: { only: { type: "string" } } }).values;
const steps = { generate, agent: bundleAgent, next: buildPortal };

if (only !== undefined && !Object.hasOwn(steps, only)) {
  console.error(`--only ${only}: it must be one of ${Object.keys(steps).join(", ")}.`);
  process.exit(2);
}
// Taken before the build: a file that changes while it runs makes the build stale.
const hash = sourceHash(checkout);
const stamp = path.join(checkout, BUILD_STAMP);
if (!only) fs.rmSync(stamp, { force: true });
try {
  for (const [name, step] of Object.entries(steps)) if (!only || only === name) await step(checkout);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
if (!only) fs.writeFileSync(stamp, hash);

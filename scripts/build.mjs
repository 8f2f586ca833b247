// npm run build [-- --only generate|agent|next] [--if-stale]: what is made from the sources before the portal can run.
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { bundleAgent } from "./build/agent.mjs";
import { generate } from "./build/generate.mjs";
import { buildPortal } from "./build/portal.mjs";
import { BUILD_STAMP, isBuilt, sourceHash } from "./build/stale.mjs";
import { myTurn } from "./start/lock.mjs";

const checkout = path.resolve(import.meta.dirname, "..");
const steps = { generate, agent: bundleAgent, next: buildPortal };
const options = parseArgs({ options: { only: { type: "string" }, "if-stale": { type: "boolean" } } }).values;

if (options.only !== undefined && !Object.hasOwn(steps, options.only)) {
  console.error(`--only ${options.only}: it must be one of ${Object.keys(steps).join(", ")}.`);
  process.exit(2);
}
const turn = await myTurn(checkout, "building");
process.on("exit", turn.release);
if (options["if-stale"] && isBuilt(checkout)) process.exit(0);

// Taken before the build: a file that changes while it runs makes the build stale.
const hash = sourceHash(checkout);
const stamp = path.join(checkout, BUILD_STAMP);
if (options.only !== "generate" && options.only !== "agent") fs.rmSync(stamp, { force: true });
try {
  for (const [name, step] of Object.entries(steps)) if (!options.only || options.only === name) await step(checkout);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
if (!options.only) fs.writeFileSync(stamp, hash);

// npm start [-- --json]: install, build, database, migrations, portal. Until `npm ci` has run, this file and what it
// imports use Node.js's own modules only.
import "./start/node-version.mjs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Refusal } from "./refusal.mjs";
import { serve } from "./start/serve.mjs";
import { voice } from "./start/voice.mjs";

const checkout = path.resolve(import.meta.dirname, "..");
process.umask(0o022);
// A terminal that was closed, or a reader that went away, is no reason to leave PostgreSQL half stopped.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
process.chdir(checkout);

let json = process.argv.includes("--json");
const { say } = voice(json);
try {
  try {
    json = parseArgs({ options: { json: { type: "boolean" } } }).values.json ?? false;
  } catch {
    throw new Refusal(`npm start takes one option, --json, and not "${process.argv.slice(2).join(" ")}".`);
  }
  process.exitCode = await serve(checkout, voice(json));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  if (!json) console.error(error.message);
  else say("refused", "", { sentence: error.message });
  process.exitCode = 2;
}

// npm start [-- --json]: install, build, database, migrations, portal. Until `npm ci` has run, this file and what it
// imports use Node.js's own modules only.
import "./start/node-version.mjs";
import path from "node:path";
import { Refusal } from "./refusal.mjs";
import { serve } from "./start/serve.mjs";
import { voice } from "./start/voice.mjs";

const checkout = path.resolve(import.meta.dirname, "..");
process.umask(0o022);
// A terminal that was closed, or a reader that went away, is no reason to leave PostgreSQL half stopped.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
process.chdir(checkout);

const args = process.argv.slice(2);
const speaker = voice(args.includes("--json"));
try {
  const unknown = args.filter((arg) => arg !== "--json");
  if (unknown.length > 0) throw new Refusal(`npm start takes one option, --json, and not "${unknown.join(" ")}".`);
  process.exitCode = await serve(checkout, speaker);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  speaker.say("refused", error.message, { sentence: error.message });
  process.exitCode = 2;
}

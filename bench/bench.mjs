// npm run bench [-- --people N] [--easy-rsa N]: users by CSV to invitations, on a PostgreSQL as `npm start` runs it, beside easy-rsa for the same.
import "../scripts/start/node-version.mjs";
import { spawnSync } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { installPackages } from "../scripts/test/install-packages.mjs";

const asked = parseArgs({ options: { people: { type: "string", default: "800" }, "easy-rsa": { type: "string" } } }).values;
const people = Number(asked.people);
const certificates = Number(asked["easy-rsa"] ?? people);
if (!Number.isInteger(people) || people < 1 || people > 5000 || !Number.isInteger(certificates) || certificates < 0) {
  console.error("--people must be a number from 1 to 5000, --easy-rsa a number (0 leaves it out).");
  process.exit(2);
}
process.umask(0o022);
await installPackages();

const checkout = path.resolve(import.meta.dirname, "..");
const { generate } = await import("../scripts/build/generate.mjs");
await generate(checkout);
const { startEmbedded } = await import("../scripts/database/embedded.mjs");
const { migrate } = await import("../scripts/database/migrate.mjs");
const { installQueue } = await import("../scripts/database/queue.mjs");
const { easyRsa } = await import("./easy-rsa.mjs");
const { build } = await import("esbuild");

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "homeport-bench-"));
// Beside the packages, where the bundle finds them.
const out = path.join(checkout, "node_modules", ".cache", `homeport-bench-${process.pid}`);
const postgres = await startEmbedded({ dir });
try {
  await migrate(postgres.url());
  await installQueue(postgres.url());
  await build({
    entryPoints: [path.join(checkout, "bench/measure.ts")],
    outfile: path.join(out, "measure.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    alias: { "@": checkout },
    logLevel: "error",
  });
  const env = {
    ...process.env,
    DATABASE_URL: postgres.url(),
    HOMEPORT_KEK: crypto.randomBytes(32).toString("base64"),
    HOMEPORT_URL: "http://localhost:3000",
    HOMEPORT_DATA: dir,
  };
  const { cpus, totalmem, loadavg } = os;
  const load = loadavg()[0] ?? 0;
  console.log(`${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, load ${load.toFixed(1)}, PostgreSQL with fsync on\n`);
  const measured = spawnSync(process.execPath, [path.join(out, "measure.mjs"), String(people)], { cwd: checkout, env, stdio: "inherit" });
  if (measured.status !== 0) process.exitCode = 1;
  if (certificates > 0) easyRsa(certificates);
} finally {
  await postgres.stop();
  fs.rmSync(dir, { recursive: true, force: true });
  fs.rmSync(out, { recursive: true, force: true });
}

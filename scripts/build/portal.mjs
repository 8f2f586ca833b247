import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** Says nothing when all went well: the list of routes would hide what the start has to say. @param {string} checkout */
export function buildPortal(checkout) {
  const folder = path.join(checkout, ".next");
  const built = spawnSync(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    cwd: checkout,
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (built.status === 0) return;
  console.error(`${built.stdout}${built.stderr}`);
  // What a failed build leaves behind can fail the next one too.
  fs.rmSync(folder, { recursive: true, force: true });
  throw new Error("next build failed: its own words are above.");
}

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** @param {string} checkout */
export function buildPortal(checkout) {
  const folder = path.join(checkout, ".next");
  const built = spawnSync(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    cwd: checkout,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (built.status === 0) return;
  // What a failed build leaves behind can fail the next one too.
  fs.rmSync(folder, { recursive: true, force: true });
  throw new Error("next build failed: its own words are above.");
}

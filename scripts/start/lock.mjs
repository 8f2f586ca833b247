import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf } from "../refusal.mjs";
import { alive, commandLine } from "../database/postmaster.mjs";

/** @typedef {{ release: () => void } | { heldBy: number }} Lock */

/**
 * Takes a lock file that names our process, or says who has it. One whose process is gone, or is no start of ours
 * any more (the number came round), is taken over.
 * @param {string} file @returns {Lock}
 */
export function takeLock(file) {
  const mine = `${file}.${process.pid}`;
  // Removed and made anew, so that no link that stands there is followed.
  fs.rmSync(mine, { force: true });
  fs.writeFileSync(mine, `${process.pid}\n`, { mode: 0o600, flag: "wx" });
  try {
    for (;;) {
      try {
        // A hard link appears with its content or not at all, and never over another.
        fs.linkSync(mine, file);
        return { release: () => fs.rmSync(file, { force: true }) };
      } catch (error) {
        if (codeOf(error) !== "EEXIST") throw error;
      }
      const holder = Number(readOr(file, "0"));
      if (holder && holder !== process.pid && alive(holder) && /\.mjs\b/.test(commandLine(holder))) return { heldBy: holder };
      // Moved aside before it goes, so that two who find the same stale lock cannot remove each other's new one.
      const aside = `${mine}.stale`;
      fs.renameSync(file, aside);
      if (Number(readOr(aside, "0")) !== holder) fs.linkSync(aside, file);
      fs.rmSync(aside, { force: true });
    }
  } finally {
    fs.rmSync(mine, { force: true });
  }
}

/**
 * Waits for its turn to install or build in a checkout: two at once break each other's files.
 * @param {string} checkout @param {"installing" | "building"} what
 */
export async function myTurn(checkout, what) {
  for (;;) {
    const lock = takeLock(path.join(checkout, `.homeport-${what}`));
    if ("release" in lock) return lock;
    await sleep(300);
  }
}

/** @param {string} file @param {string} otherwise */
function readOr(file, otherwise) {
  try {
    return fs.readFileSync(file, "utf8").trim();
  } catch {
    return otherwise;
  }
}

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** @param {number} pid */
export function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** @param {number} pid @returns {string} its command line, or "" */
export function commandLine(pid) {
  return spawnSync("ps", ["-p", String(pid), "-o", "args="], { encoding: "utf8" }).stdout?.trim() ?? "";
}

/** @param {string} cluster @returns {{ pid: number, ready: boolean } | null} what postmaster.pid says */
export function postmaster(cluster) {
  let lines;
  try {
    lines = fs.readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return null;
  }
  const pid = Math.abs(Number(lines[0]));
  // Line 8 is the postmaster's state, as pg_ctl reads it (src/include/utils/pidfile.h).
  return pid ? { pid, ready: lines[7]?.trim() === "ready" } : null;
}

/**
 * Stops a PostgreSQL that a killed start left running on this cluster, as gently as Ctrl-C would.
 * @param {string} cluster
 */
export async function stopLeftOver(cluster) {
  const left = postmaster(cluster);
  if (!left) return;
  if (alive(left.pid) && !commandLine(left.pid).includes(cluster)) {
    // The number belongs to another program by now. PostgreSQL would take it for its own and refuse to start.
    fs.rmSync(path.join(cluster, "postmaster.pid"), { force: true });
    return;
  }
  await stopPostmaster(left.pid);
}

/**
 * SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, everything is on disk.
 * @param {number} pid @param {number} [patience] milliseconds before SIGQUIT
 */
export async function stopPostmaster(pid, patience = 30_000) {
  const start = Date.now();
  let hurried = false;
  for (let asked = false; alive(pid); asked = true) {
    try {
      if (!asked) process.kill(pid, "SIGINT");
      else if (!hurried && Date.now() - start > patience) {
        hurried = true;
        process.kill(pid, "SIGQUIT");
      }
    } catch {
      return;
    }
    await sleep(20);
  }
}

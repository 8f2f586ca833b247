import { closeSync, openSync, readFileSync, readlinkSync, rmSync, writeSync } from "node:fs";

/**
 * One agent per folder. The lock file names the process; one whose process is gone (a crash, a power cut, a number that
 * belongs to another program by now) is taken over. Returns the release. Throws with a sentence.
 */
export function takeLock(path: string): () => void {
  for (let tries = 0; tries < 3; tries++) {
    try {
      const file = openSync(path, "wx", 0o600);
      writeSync(file, `${process.pid} ${startOf(process.pid)}\n`);
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      const [pid = "", start = ""] = readFileSync(path, "utf8").trim().split(" ");
      if (pid !== "" && startOf(Number(pid)) === start && start !== "")
        throw new Error(`Another agent (process ${pid}) runs on this folder already.`, { cause: error });
      rmSync(path, { force: true });
    }
  }
  throw new Error("The lock file cannot be taken.");
}

export function isLocked(path: string): boolean {
  try {
    const [pid = "", start = ""] = readFileSync(path, "utf8").trim().split(" ");
    return start !== "" && startOf(Number(pid)) === start;
  } catch {
    return false;
  }
}

/** When a process began, in clock ticks since boot, with the boot's id: pid and start name a process for good. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return "";
    return `${fields[19] ?? ""}@${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}@${readlinkSync("/proc/self/ns/pid")}`.replaceAll(
      " ",
      "",
    );
  } catch {
    return "";
  }
}

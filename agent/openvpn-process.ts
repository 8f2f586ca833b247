// Finding, starting and ending this folder's OpenVPN. It belongs to no agent: it lives on when the agent ends (I8).
import { execFile, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { sleep } from "./backoff";
import type { Paths } from "./paths";
import { readText, writeFile } from "./write-file";

export type OpenvpnProcess = {
  pid(): number | null;
  /** Asked to end and not gone yet: it has told its clients to go elsewhere (explicit-exit-notify). */
  ending(): boolean;
  /** When the running one began; the same answer for as long as it is the same process. */
  startedAt(): Date | null;
  start(): Promise<void>;
  /** SIGTERM, which tells the clients to go elsewhere; SIGKILL after 12 s. */
  stop(): Promise<void>;
};

export function openvpnBinary(): string {
  return process.env.HOMEPORT_OPENVPN ?? ["/usr/sbin/openvpn", "/usr/local/sbin/openvpn"].find((path) => existsSync(path)) ?? "openvpn";
}

/** Version such as "2.6.14", or null when there is no OpenVPN. */
export function openvpnVersion(): Promise<string | null> {
  return new Promise((resolve) => {
    // It prints its version and exits with 1, up to 2.6.
    execFile(openvpnBinary(), ["--version"], { timeout: 5000 }, (_, stdout) =>
      resolve(/^OpenVPN (\d+\.\d+(?:[._][\w]+)*)/.exec(stdout)?.[1] ?? null),
    );
  });
}

export function openvpnProcess(at: Paths, unit: string | null): OpenvpnProcess {
  let ending: number | null = null;
  let begun: { pid: number; at: Date } | null = null;
  const pid = (): number | null => {
    const noted = Number(readText(at.pid)?.trim() ?? "");
    // An agent that died right after starting one, or somebody who deleted the file, must not make it seem gone.
    return isOurs(noted, at) ? noted : findOurs(at);
  };
  return {
    pid,
    ending: () => ending !== null && pid() === ending,
    startedAt() {
      const running = pid();
      if (running === null) return null;
      if (begun?.pid !== running) begun = { pid: running, at: new Date(Date.now() - ageMs(running)) };
      return begun.at;
    },
    async start() {
      if (pid() !== null) return;
      rmSync(at.socket, { force: true });
      if (unit !== null) return systemctl("start", unit);
      const output = openSync(at.startLog, "w", 0o600);
      try {
        const child = spawn(openvpnBinary(), ["--cd", at.live, "--config", "server.conf"], {
          cwd: at.live,
          detached: true,
          stdio: ["ignore", output, output],
        });
        child.on("error", () => undefined);
        child.unref();
        if (child.pid !== undefined) writeFile(at.pid, `${child.pid}\n`, { durable: false });
      } finally {
        closeSync(output);
      }
    },
    async stop() {
      const running = pid();
      if (running === null) return;
      ending = running;
      try {
        if (unit !== null) await systemctl("stop", unit);
        else signal(running, "SIGTERM");
      } catch (error) {
        // It was told nothing: its clients stay, and their routes with them.
        ending = null;
        throw error;
      }
      for (let waited = 0; pid() === running; waited += 50) {
        if (waited === 12_000) signal(running, "SIGKILL");
        await sleep(50);
      }
    },
  };
}

/**
 * A live OpenVPN whose working folder is ours: a number alone may belong to anybody after a reboot. The folder is compared
 * by its inode, because a path means another folder in another mount namespace.
 */
function isOurs(pid: number, at: Paths): boolean {
  if (!Number.isInteger(pid) || pid < 2) return false;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    if (stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) === "Z") return false;
    const program = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return /openvpn/.test(program[0] ?? "") && program.includes("server.conf") && sameFolder(`/proc/${pid}/cwd`, at.live);
  } catch {
    return false;
  }
}

function sameFolder(one: string, other: string): boolean {
  const [a, b] = [statSync(one), statSync(other)];
  return a.dev === b.dev && a.ino === b.ino;
}

function findOurs(at: Paths): number | null {
  return (
    readdirSync("/proc")
      .map(Number)
      .find((pid) => isOurs(pid, at)) ?? null
  );
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
}

/** How long a process has run, by the clock that counts from boot. Linux tells programs of 100 ticks a second on every machine. */
function ageMs(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const start = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]) / 100;
    return Math.max(0, Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]) - start) * 1000;
  } catch {
    return 0;
  }
}

function systemctl(verb: string, unit: string): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile("systemctl", [verb, unit], { timeout: 60_000 }, (error, _, stderr) =>
      error ? reject(new Error(stderr.trim() || error.message)) : resolve(),
    );
  });
}

/** The line of the log that says best why OpenVPN ended; what it said about single clients is left out. */
export function lastWords(at: Paths): string {
  const lines = `${(readText(at.log) ?? "").slice(-8000)}\n${readText(at.startLog) ?? ""}`
    .split("\n")
    .map((line) => line.replace(/^\d{4}-\d\d-\d\d [\d:]+ /, "").trim());
  const telling = lines
    .filter(Boolean)
    .slice(-12)
    .filter((line) => !/^\S+:\d+ |^\S+\/\S+ |^Exiting due to fatal error$/.test(line));
  return (
    telling.filter((line) => /error|cannot|can't|failed|fatal|denied|in use|SIG[A-Z]+/i.test(line)).at(-1) ?? "none that would explain it"
  ).slice(0, 300);
}

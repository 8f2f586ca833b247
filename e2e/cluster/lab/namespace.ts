import { execFile, spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** What a command in a namespace said, and how it ended. */
export type Ran = { code: number; stdout: string; stderr: string };

/** A process that goes on in a namespace. */
export type Started = {
  /** Inside the namespace. */
  pid: number;
  output: () => string;
  exited: Promise<number | null>;
  signal: (name: NodeJS.Signals) => Promise<void>;
};

/** A machine of the lab: network, processes and mounts of its own. It has no name outside, so that nothing can be left. */
export type Namespace = {
  name: string;
  /** Its first process, seen from outside. */
  pid: number;
  /** Its file system, seen from outside. */
  root: string;
  /** A shell script that must work; throws with what it said. */
  sh: (script: string) => Promise<string>;
  run: (args: readonly string[], env?: Record<string, string>) => Promise<Ran>;
  start: (args: readonly string[], env?: Record<string, string>) => Promise<Started>;
  close: () => Promise<void>;
};

// Process 1 collects orphans, says once who it is outside, and waits. Duplicate address detection would cost seconds.
const INIT = `
read -r outside rest < /proc/self/stat
mount -t proc proc /proc
ip link set lo up
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0
if ! eval "$1"; then echo "setup failed"; exit 1; fi
echo "pid $outside"
while :; do sleep 1000 & wait $!; done`;

/**
 * Opens a namespace. It dies with this process, however that ends: the kernel kills `unshare` with us, and the
 * namespace's first process, and with that all others, with `unshare`. `setup` is a script that runs first.
 */
export async function openNamespace(name: string, setup = ":"): Promise<Namespace> {
  const holder = spawn(
    "setpriv",
    [
      "--pdeathsig",
      "KILL",
      "unshare",
      "--net",
      "--mount",
      "--pid",
      "--fork",
      "--kill-child",
      "bash",
      "-c",
      INIT,
      `hp-${process.pid}-${name}`,
      setup,
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const pid = await firstPid(name, holder);
  const enter = ["-t", String(pid), "-n", "-m", "-p", "--"];

  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    new Promise<Ran>((resolve) => {
      const options = { env: { ...process.env, ...env }, maxBuffer: 64 << 20 };
      execFile("nsenter", [...enter, ...args], options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, stdout, stderr });
      });
    });
  const sh = async (script: string) => {
    const ran = await run(["bash", "-euc", script]);
    if (ran.code !== 0) throw new Error(`In ${name}: ${script}\n${ran.stdout}${ran.stderr}`);
    return ran.stdout;
  };
  const start = async (args: readonly string[], env: Record<string, string> = {}): Promise<Started> => {
    const child = spawn("nsenter", [...enter, "bash", "-c", 'echo $$ >&3; exec "$@" 3>&-', "start", ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (output += text));
    const exited = new Promise<number | null>((resolve) => void child.once("close", resolve));
    // Opened as a pipe just above, so it is a stream to read from.
    const inner = Number(await firstLine(child.stdio[3] as Readable));
    if (!inner) throw new Error(`In ${name}: ${args.join(" ")} did not start. ${output}`);
    return {
      pid: inner,
      output: () => output,
      exited,
      signal: async (signal) => void (await run(["kill", "-s", signal.replace("SIG", ""), String(inner)])),
    };
  };
  const close = async () => {
    const gone = new Promise((resolve) => void holder.once("close", resolve));
    if (holder.exitCode === null && holder.signalCode === null && holder.kill("SIGKILL")) await gone;
  };
  return { name, pid, root: `/proc/${pid}/root`, sh, run, start, close };
}

async function firstPid(name: string, holder: ChildProcess): Promise<number> {
  let said = "";
  holder.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
  if (!holder.stdout) throw new Error("Opened as a pipe.");
  const line = await firstLine(holder.stdout);
  holder.stdout.resume();
  const pid = Number(/^pid (\d+)$/.exec(line)?.[1]);
  if (pid) return pid;
  holder.kill("SIGKILL");
  throw new Error(`The namespace ${name} did not open: ${line} ${said}`);
}

async function firstLine(stream: Readable): Promise<string> {
  const lines = createInterface({ input: stream });
  try {
    for await (const line of lines) return line;
    return "";
  } finally {
    lines.close();
  }
}

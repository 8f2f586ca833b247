import { execFile, spawn, type ChildProcess } from "node:child_process";

export type Ran = { code: number; stdout: string; stderr: string };
export type RunProgram = (program: string, args: readonly string[], input?: string) => Promise<Ran>;

const TIMEOUT_MS = 5000;

/** Never rejects: a program that is missing, or that hangs for longer than `timeout`, ends with another code than 0. */
export function runProgram(program: string, args: readonly string[], input = "", timeout = TIMEOUT_MS): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { timeout, killSignal: "SIGKILL" as const, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(program, args, options, (error, stdout, stderr) =>
      resolve({
        code: error === null ? 0 : typeof error.code === "number" ? error.code : 1,
        stdout,
        stderr: error?.killed ? `${program} did not end within ${timeout / 1000} s.` : stderr || (error?.message ?? ""),
      }),
    );
    // A program that never started, or ended before it had read all, says so by its code.
    child.stdin?.on("error", () => undefined).end(input);
  });
}

/**
 * The same for a program that reads its standard input, and for one call at a time: the next one is always started already and waits
 * for its input, because starting it takes longer than what it does (measured: 3 to 20 ms against 1). It ends with this process.
 */
export function warmProgram(program: string, args: readonly string[]): (input: string) => Promise<Ran> {
  const start = (): ChildProcess => {
    const child = spawn(program, args, { stdio: "pipe" });
    child.on("error", () => undefined);
    child.stdin.on("error", () => undefined);
    // A waiting program is no reason for this one to live on.
    child.unref();
    for (const stream of [child.stdin, child.stdout, child.stderr]) if ("unref" in stream) (stream as { unref(): void }).unref(); // pipes are sockets
    return child;
  };
  let next = start();
  return async (input) => {
    const mine = next.pid === undefined || next.exitCode !== null || next.signalCode !== null ? start() : next;
    const ran = await finish(mine, program, input);
    next = start();
    return ran;
  };
}

function finish(child: ChildProcess, program: string, input: string): Promise<Ran> {
  return new Promise((resolve) => {
    let [stdout, stderr] = ["", ""];
    const timer = setTimeout(() => {
      stderr = `${program} did not end within ${TIMEOUT_MS / 1000} s.`;
      child.kill("SIGKILL");
    }, TIMEOUT_MS);
    const done = (code: number | null): void => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, stdout, stderr });
    };
    child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.once("close", done);
    child.once("error", (error) => {
      stderr ||= error.message;
      done(1);
    });
    child.stdin?.end(input);
  });
}

import { execFile } from "node:child_process";

export type Ran = { code: number; stdout: string; stderr: string };
export type RunProgram = (program: string, args: readonly string[], input?: string) => Promise<Ran>;

/** Never rejects: a program that is missing, or that hangs for longer than `timeout`, ends with another code than 0. */
export function runProgram(program: string, args: readonly string[], input = "", timeout = 5000): Promise<Ran> {
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

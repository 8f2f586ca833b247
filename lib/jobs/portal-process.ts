// For tests: starts second-portal.ts in a process of its own, which a test may kill.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "../..");

/** Bundled once a test file into node_modules, from where the packages are found. */
export async function bundleSecondPortal(): Promise<{ file: string; remove: () => void }> {
  const folder = path.join(root, "node_modules", ".cache", `homeport-test-${process.pid}-${Date.now()}`);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "second-portal.mjs");
  await build({
    entryPoints: [path.join(root, "lib/jobs/second-portal.ts")],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    alias: { "@": root },
    logLevel: "error",
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export type PortalProcess = {
  child: ChildProcess;
  lines: () => string[];
  /** Resolves when the process has said so many lines that begin with a word. */
  said: (word: string, times: number) => Promise<void>;
  exited: Promise<void>;
};

export function startSecondPortal(file: string, ...args: string[]): PortalProcess {
  const child = spawn(process.execPath, [file, ...args], { cwd: root, env: process.env, stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  let look = () => {};
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    look();
  });
  const exited = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  const lines = () => out.split("\n").slice(0, -1);
  const said = (word: string, times: number) =>
    new Promise<void>((resolve, reject) => {
      look = () => {
        if (lines().filter((line) => line.startsWith(`${word} `)).length >= times) resolve();
      };
      look();
      void exited.then(() => reject(new Error(`it ended before it said "${word}" ${times} times:\n${out}`)));
    });
  return { child, lines, said, exited };
}

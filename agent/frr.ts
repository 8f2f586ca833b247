// FRR on this machine: asking its daemons, judging a configuration with its own parser, loading one without an interruption.
import { existsSync, mkdirSync, statSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import type { Ran, RunProgram } from "./run-program";
import { readText, writeFile } from "./write-file";

const RELOAD = ["/usr/lib/frr/frr-reload.py", "/usr/libexec/frr/frr-reload.py"];
const ANSWER_MS = 2000;

export type Frr = {
  installed(): boolean;
  /** Those of the daemons that do not answer on their sockets. */
  silent(daemons: readonly string[]): Promise<string[]>;
  /** Why FRR's parser refuses the text, in its words, or null. */
  whyNot(text: string): Promise<string | null>;
  /** Makes the text FRR's configuration, now and at its next start. Why not, or null. */
  load(text: string): Promise<string | null>;
  /** What is loaded, as FRR prints it; null where it does not say. */
  running(): Promise<string | null>;
  /** The file that FRR reads at its start. */
  stored(): string | null;
};

/** `pathspace`: several FRRs share a machine and its file system (`-N NAME` of the daemons). */
export function frrOf(pathspace: string | null, temporary: string, run: RunProgram): Frr {
  const within = (folder: string): string => (pathspace === null ? folder : join(folder, pathspace));
  const config = join(within("/etc/frr"), "frr.conf");
  const space = pathspace === null ? [] : ["-N", pathspace];
  const vtysh = (...args: string[]): Promise<Ran> => run("vtysh", [...space, ...args]);

  function store(text: string): void {
    mkdirSync(dirname(config), { recursive: true });
    const { uid, gid } = statSync(dirname(config));
    writeFile(config, text, { mode: 0o640, owner: { uid, gid } });
  }

  return {
    installed: () => existsSync("/usr/bin/vtysh"),
    stored: () => readText(config),
    async silent(daemons) {
      const heard = await Promise.all(daemons.map((daemon) => answers(join(within("/var/run/frr"), `${daemon}.vty`))));
      return daemons.filter((_, index) => !heard[index]);
    },
    async whyNot(text) {
      mkdirSync(temporary, { recursive: true, mode: 0o700 });
      const candidate = join(temporary, "frr.conf");
      writeFile(candidate, text, { durable: false });
      const ran = await vtysh("-C", "-f", candidate);
      return ran.code === 0 ? null : wordsOf(ran);
    },
    async load(text) {
      store(text);
      const reload = RELOAD.find((path) => existsSync(path));
      // What it writes for a moment has the keys in it.
      const ran = reload
        ? await run("sh", [
            "-c",
            'umask 077; exec "$0" "$@"',
            "python3",
            reload,
            "--reload",
            "--stdout",
            "--log-level",
            "error",
            ...space,
            config,
          ])
        : await vtysh("-f", config);
      // In a pathspace the script stores what is loaded in FRR's own order, without a word about who keeps it.
      if (readText(config) !== text) store(text);
      // vtysh goes on after a line that it refuses, and says so in its output alone.
      return ran.code === 0 && !/^%|unknown command/im.test(ran.stdout + ran.stderr) ? null : wordsOf(ran);
    },
    async running() {
      const { code, stdout } = await vtysh("-c", "show running-config");
      return code === 0 && stdout.trim() !== "" ? stdout : null;
    },
  };
}

/** A daemon ends each answer with three zeros and a code. Any answer will do. */
function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const done = (heard: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(heard);
    };
    const timer = setTimeout(() => done(false), ANSWER_MS);
    socket.on("connect", () => socket.write("show version\0"));
    socket.on("data", (chunk: Buffer) => chunk.includes(Buffer.from([0, 0, 0])) && done(true));
    socket.on("error", () => done(false));
    socket.on("close", () => done(false));
  });
}

function wordsOf({ stdout, stderr }: Ran): string {
  const lines = `${stdout}\n${stderr}`.split("\n").map((line) => line.trim());
  return lines.find((line) => /%|error|failed/i.test(line)) ?? lines.find(Boolean) ?? "It gave no reason.";
}

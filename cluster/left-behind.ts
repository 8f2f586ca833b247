import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Where a cluster that runs, or was killed, says what is its own. Gone after a restart of the machine, as the cluster is. */
const FOLDER = "/run/homeport-cluster";
/** Beside it, so that it outlives a start's first cleaning. */
export const LOG = `${FOLDER}.log`;
export const READY = path.join(FOLDER, "cluster.json");
const STATE = path.join(FOLDER, "state.json");
const NETNS = "/run/netns";

/** What namespaces and folders of a cluster are called. One cluster at a time has them. */
export const PREFIX = "homeport-cluster";
export const namespaceName = (machine: string): string => `homeport-${machine}`;

type Mark = { pid: number; since: string };
export type State = { serving: Mark; hadNetns: boolean };

export function readState(): State | null {
  try {
    // Written by us, whole, below.
    return JSON.parse(readFileSync(STATE, "utf8")) as State;
  } catch {
    return null;
  }
}

export function writeState(state: State): void {
  mkdirSync(FOLDER, { recursive: true, mode: 0o700 });
  writeFileSync(`${STATE}.new`, JSON.stringify(state));
  renameSync(`${STATE}.new`, STATE);
}

/** A process as it is now: its number alone may be another's by the next look. */
export function mark(pid: number): Mark {
  return { pid, since: startedAt(pid) ?? "" };
}

export const isAlive = ({ pid, since }: Mark): boolean => since !== "" && startedAt(pid) === since;

/** In clock ticks since the machine started; undefined when it is gone, or is waited for only. */
function startedAt(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** Waits until a process is gone; kills it when that takes too long. */
export async function outlast(process_: Mark, patience: number): Promise<void> {
  for (const end = Date.now() + patience; isAlive(process_) && Date.now() < end; ) await sleep(50);
  if (isAlive(process_)) process.kill(process_.pid, "SIGKILL");
  while (isAlive(process_)) await sleep(20);
}

/** Start script, portal and database of a cluster: by the data folder in what they were started with. */
function portalsProcesses(): Mark[] {
  const data = `${path.join(tmpdir(), PREFIX)}-`;
  const says = (file: string, text: string) => {
    try {
      return readFileSync(file, "latin1").includes(text);
    } catch {
      return false;
    }
  };
  return readdirSync("/proc")
    .filter(
      (pid) => /^\d+$/.test(pid) && (says(`/proc/${pid}/environ`, `HOMEPORT_DATA=${data}`) || says(`/proc/${pid}/cmdline`, `-D\0${data}`)),
    )
    .map((pid) => mark(Number(pid)));
}

/** Takes away what a cluster has left that ended without a chance to: by what it wrote down and by our own names, nothing else. */
export async function removeLeft({ log = true } = {}): Promise<void> {
  const state = readState();
  // Machines and what ran on them died with it; portal and database were asked to stop by the kernel, and take a moment.
  await Promise.all(portalsProcesses().map((one) => outlast(one, 15_000)));
  for (const name of existsSync(NETNS) ? readdirSync(NETNS) : [])
    if (/^homeport-(internet|core|backend|lb1|vpn\d+|client\d+)$/.test(name)) execFileSync("ip", ["netns", "del", name]);
  for (const name of readdirSync(tmpdir()))
    if (name.startsWith(`${PREFIX}-`)) rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
  // The first named namespace of a machine makes this folder, mounted on itself.
  if (state?.hadNetns === false && existsSync(NETNS) && readdirSync(NETNS).length === 0) {
    execFileSync("umount", [NETNS]);
    rmdirSync(NETNS);
  }
  rmSync(FOLDER, { recursive: true, force: true });
  if (log) rmSync(LOG, { force: true });
}

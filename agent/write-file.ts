import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  futimesSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

type Manner = { mode?: number; temporary?: string; durable?: boolean; mtime?: number; owner?: { uid: number; gid: number } };

/**
 * Whole or not at all: temporary file, fsync, rename, fsync of the folder. Readers see the old bytes or the new ones. The folder may be
 * another account's (FRR's): whatever that one puts in the way is neither followed nor written to, and gets no owner.
 */
export function writeFile(path: string, content: string, manner: Manner = {}): void {
  const { mode = 0o600, temporary = `${path}.new`, durable = true, mtime, owner } = manner;
  const file = openNew(temporary, mode);
  try {
    writeFileSync(file, content);
    fchmodSync(file, mode);
    if (owner) fchownSync(file, owner.uid, owner.gid);
    if (mtime !== undefined) futimesSync(file, mtime, mtime);
    if (durable) fsyncSync(file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  if (durable) syncFolder(dirname(path));
}

/** What an interrupted write has left there goes first. */
function openNew(path: string, mode: number): number {
  const open = (): number => openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
  try {
    return open();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    rmSync(path, { force: true });
    return open();
  }
}

/** OpenVPN reads a CRL again only when its mtime, in whole seconds, or its size has changed (fact 1). */
export function writeCrl(path: string, content: string, now: Date): void {
  const previous = statSync(path, { throwIfNoEntry: false });
  const second = Math.floor(now.getTime() / 1000);
  writeFile(path, content, { mtime: previous ? Math.max(second, Math.floor(previous.mtimeMs / 1000) + 1) : second });
}

export function syncFolder(path: string): void {
  const folder = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** The text of a file, or null when there is none. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return null;
    throw error;
  }
}

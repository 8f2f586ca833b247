import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** vitest's global setup: what tests make in the temporary folder goes with the run, also of a file none of whose tests ran. */
export default function setup() {
  const before = process.env.TMPDIR;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "homeport-tests-"));
  process.env.TMPDIR = folder;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    fs.rmSync(folder, { recursive: true, force: true });
  };
}

import { createWriteStream } from "node:fs";
import { Writable } from "node:stream";

/** Writes an answer as it comes, into a file that only its owner reads, or to standard output. @param {Response} response @param {string | undefined} file */
export async function saveBody(response, file) {
  if (!response.body) return;
  const to = file ? createWriteStream(file, { mode: 0o600 }) : process.stdout;
  const sink = file ? Writable.toWeb(to) : new WritableStream({ write: (piece) => void to.write(piece) });
  await response.body.pipeTo(sink);
}

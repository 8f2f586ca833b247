import { createHash } from "node:crypto";
import { z } from "zod";
import type { Paths } from "./paths";
import { certificateTimes } from "./renew";
import { Started } from "./restart-due";
import { readState, writeState } from "./state";
import { readText } from "./write-file";

const hashOf = (paths: readonly string[]): string => {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(`${readText(path) ?? ""}\0`);
  return hash.digest("hex");
};

/** What an OpenVPN that started now would read. */
export const startedWith = (at: Paths, restarts: number): Started => ({
  files: hashOf([at.config, at.chain, at.tlsCrypt]),
  certificate: hashOf([at.certificate, at.key]),
  certificateEnds: certificateTimes(at)?.endsAt.toISOString() ?? null,
  restarts,
});

/** What the last start was noted with; null before the first one. */
export const lastStart = (at: Paths): Started | null => readState(at.started, Started);

const StartedBefore = z.object({ fingerprint: z.string() });

/** An agent before 0.3 noted all files as one. A newer agent is no reason to send everybody away. */
export function readOldNote(at: Paths, restarts: number): void {
  const old = readState(at.started, StartedBefore);
  if (old?.fingerprint === hashOf([at.config, at.chain, at.tlsCrypt, at.certificate, at.key])) noteStart(at, startedWith(at, restarts));
}

export const noteStart = (at: Paths, started: Started): void => writeState(at.started, started);

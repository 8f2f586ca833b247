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
  config: hashOf([at.config]),
  trust: hashOf([at.chain, at.tlsCrypt]),
  certificate: hashOf([at.certificate, at.key]),
  certificateEnds: certificateTimes(at)?.endsAt.toISOString() ?? null,
  restarts,
});

/** What the last start was noted with; null before the first one. */
export const lastStart = (at: Paths): Started | null => readState(at.started, Started);

/** Before 0.3 all files were noted as one, and then for a while those that the portal sends. */
const StartedBefore = z.object({ fingerprint: z.string() });
const StartedThen = Started.omit({ config: true, trust: true }).extend({ files: z.string() });

/** A newer agent is no reason to send everybody away: what an older one noted is read once. */
export function readOldNote(at: Paths, restarts: number): void {
  const all = readState(at.started, StartedBefore);
  if (all?.fingerprint === hashOf([at.config, at.chain, at.tlsCrypt, at.certificate, at.key])) noteStart(at, startedWith(at, restarts));
  const then = readState(at.started, StartedThen);
  if (then?.files === hashOf([at.config, at.chain, at.tlsCrypt])) noteStart(at, { ...startedWith(at, restarts), ...picked(then) });
}

const picked = ({ certificate, certificateEnds, restarts }: z.infer<typeof StartedThen>) => ({ certificate, certificateEnds, restarts });

export const noteStart = (at: Paths, started: Started): void => writeState(at.started, started);

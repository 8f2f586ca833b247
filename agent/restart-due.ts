// What the running OpenVPN was started with, against what there is now. Pure.
import { z } from "zod";

export const Started = z.object({
  /** Of the files that OpenVPN reads at its start only (fact 12), its certificate and key apart. */
  files: z.string(),
  certificate: z.string(),
  certificateEnds: z.string().nullable(),
  /** The portal's number of restarts that was in force. */
  restarts: z.number().int(),
});
export type Started = z.infer<typeof Started>;

/** A renewed certificate waits for the next restart, unless the one in use has less than this left. */
const ENDS_SOON_MS = 5 * 24 * 3_600_000;

/** `now`: OpenVPN is to be started again at once, and why. `waits`: something has time until it is started again anyway. */
export function restartDue(
  started: Started | null,
  found: Pick<Started, "files" | "certificate" | "restarts">,
  time: Date,
): { now: string | null; waits: string | null } {
  if (!started || started.files !== found.files) return { now: "its configuration changed", waits: null };
  if (found.restarts > started.restarts) return { now: "the portal asks for it", waits: null };
  if (started.certificate === found.certificate) return { now: null, waits: null };
  const left = started.certificateEnds === null ? 0 : new Date(started.certificateEnds).getTime() - time.getTime();
  return left < ENDS_SOON_MS
    ? { now: "the certificate in use ends soon", waits: null }
    : { now: null, waits: "A renewed certificate waits for OpenVPN's next start." };
}

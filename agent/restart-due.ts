// What the running OpenVPN was started with, against what there is now. Pure.
import { z } from "zod";

export const Started = z.object({
  /** Of server.conf: the portal gives each node its new one in its turn. */
  config: z.string(),
  /** Of the CA chain and the tls-crypt-v2 key, which are read at the start only (fact 12) and are new on all nodes at once. */
  trust: z.string(),
  certificate: z.string(),
  certificateEnds: z.string().nullable(),
  /** The portal's number of restarts that was in force. */
  restarts: z.number().int(),
});
export type Started = z.infer<typeof Started>;

const DAY_MS = 24 * 3_600_000;
/** A renewed certificate waits for the next restart, until the one in use has between one and five days left: nodes that were made on one
 * day must not start again in one second, should the portal be away for so long that it gives nobody a turn. */
const endsSoonMs = (certificate: string): number => DAY_MS + 4 * DAY_MS * (Number.parseInt(certificate.slice(0, 8), 16) / 2 ** 32 || 0);

/** `now`: OpenVPN is to be started again at once, and why. `waits`: the portal restarts one node after the other for it. */
export function restartDue(
  started: Started | null,
  found: Pick<Started, "config" | "trust" | "certificate" | "restarts">,
  time: Date,
): { now: string | null; waits: string | null } {
  if (!started || started.config !== found.config) return { now: "its configuration changed", waits: null };
  if (found.restarts > started.restarts) return { now: "the portal asks for it", waits: null };
  if (started.certificate !== found.certificate) {
    const left = started.certificateEnds === null ? 0 : new Date(started.certificateEnds).getTime() - time.getTime();
    if (left < endsSoonMs(started.certificate)) return { now: "the certificate in use ends soon", waits: null };
  }
  if (started.trust !== found.trust) return { now: null, waits: "A changed CA chain or tls-crypt-v2 key waits for OpenVPN's next start." };
  if (started.certificate !== found.certificate) return { now: null, waits: "A renewed certificate waits for OpenVPN's next start." };
  return { now: null, waits: null };
}

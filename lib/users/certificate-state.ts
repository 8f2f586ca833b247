export type CertificateState = "valid" | "suspended" | "revoked" | "expired" | "pending";

type Facts = { der: Uint8Array | null; notAfter: Date; removalRevision: bigint | null; revoked: boolean };

/** What a person wants to know of a certificate. Suspended: good, and admitted by no node until its user is resumed. */
export function certificateState({ der, notAfter, removalRevision, revoked }: Facts, now: Date): CertificateState {
  if (revoked) return "revoked";
  if (!der) return "pending";
  if (notAfter <= now) return "expired";
  return removalRevision === null ? "valid" : "suspended";
}

export type ProfileFacts = {
  revokedAt: Date | null;
  notAfter: Date;
  revision: bigint | null;
  removalRevision: bigint | null;
};

/** Why nobody connects with a profile any more, for its owner; null while it is good. Pure. */
export function whyProfileIsNoGood({ revokedAt, notAfter, revision, removalRevision }: ProfileFacts, now: Date): string | null {
  if (revokedAt) return "The certificate in this file was revoked: other remotes do not help. Ask your admin for a new invitation.";
  if (notAfter <= now) return "The certificate in this file has ended: other remotes do not help. Ask your admin to renew the device.";
  if (removalRevision !== null) return "The VPN does not admit this profile at the moment. Your admin knows why; your file stays as it is.";
  return revision === null ? "This certificate was never finished. Ask your admin for a new invitation." : null;
}

type Listed = { state: string; overlapEndsAt: Date | null; profileRemotes: string | null };

/** Whether a device's profile has another list of remotes than the one in force. One that is being replaced counts no more. Pure. */
export function isOutdated(certificates: readonly Listed[], remotesKey: string): boolean {
  return certificates.some(
    ({ state, overlapEndsAt, profileRemotes }) => state === "valid" && overlapEndsAt === null && profileRemotes !== remotesKey,
  );
}

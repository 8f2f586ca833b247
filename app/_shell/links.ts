import { env } from "@/lib/env";

/** A link whose token stands behind `#`: it never reaches a server's log, a proxy or a Referer header. */
export function linkFor(invitation: { id: string; token: string; expiresAt: Date }): { id: string; link: string; expiresAt: Date } {
  const { id, token, expiresAt } = invitation;
  return { id, link: `${env().url.origin}/invitation#${token}`, expiresAt };
}

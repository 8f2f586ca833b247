import { env } from "@/lib/env";

/** The token stands behind `#`: it never reaches a server's log, a proxy or a Referer header. */
export const invitationLink = (token: string): string => `${env().url.origin}/invitation#${token}`;

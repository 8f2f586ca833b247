/** A mail before it is written: what it is about. Times are ISO 8601. Links are secrets. */
export type Mail =
  | {
      kind: "certificate";
      to: string;
      change: "issued" | "renewed" | "revoked";
      userName: string;
      device: string;
      commonName: string;
      reason?: string;
      at: string;
    }
  | {
      kind: "invitation";
      to: string;
      userName: string;
      device: string;
      clusterName: string;
      link: string;
      expiresAt: string;
      purpose: "first" | "renewal" | "reminder";
    }
  | { kind: "account-invitation"; to: string; role: string; link: string; expiresAt: string; invitedBy: string; clusterName: string }
  | { kind: "alert"; to: string; raised: boolean; sentence: string; href: string; at: string }
  | { kind: "test"; to: string };

/** The moment after which the mail says nothing that is still true: its link has ended. */
export function uselessAfter(mail: Mail): Date | null {
  return mail.kind === "invitation" || mail.kind === "account-invitation" ? new Date(mail.expiresAt) : null;
}

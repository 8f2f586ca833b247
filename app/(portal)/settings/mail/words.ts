import type { MailSettings } from "@/lib/mail/mail-settings";

export const SECURITY: Record<MailSettings["security"], string> = {
  starttls: "STARTTLS (port 587)",
  tls: "TLS (port 465)",
  none: "None (own network only)",
};

/** What a mail or a call that was not delivered was about. */
export const KINDS: Record<string, string> = {
  certificate: "A certificate",
  invitation: "An invitation",
  "account-invitation": "An account invitation",
  alert: "An alert",
  test: "A test",
  "alert.raised": "An alert that began",
  "alert.cleared": "An alert that was over",
};

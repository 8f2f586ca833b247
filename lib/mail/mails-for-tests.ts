// For tests: mails, and the queue as it stands.
import { contextFor } from "@/lib/core/context";
import { db } from "@/lib/db/client";
import { queueMails, type Mail } from "./queue-mail";

export const now = () => new Date();
export const later = new Date(Date.now() + 3_600_000).toISOString();
export const LINK_SECRET = "kzW3Yt2oQpHkq8n1VbSxwT4mJ0dLrE5uCgAfZiN6yXc";

export const invitation = (to: string, over: Partial<Extract<Mail, { kind: "invitation" }>> = {}): Mail => ({
  kind: "invitation",
  to,
  userName: "Ann Smith",
  device: "laptop",
  clusterName: "Harbour",
  link: `http://localhost:3000/invitation#${LINK_SECRET}`,
  expiresAt: later,
  purpose: "first",
  ...over,
});

export const queue = (...mails: Mail[]) => db().$transaction((tx) => queueMails(tx, contextFor({ kind: "portal" }), mails));

/** As if the wait before the next try were over. */
export const hurry = () =>
  db().$executeRaw`UPDATE pgboss.job SET start_after = now() - interval '1 second' WHERE name = 'mail' AND state = 'retry'`;

export const useServer = (port: number, over: object = {}) =>
  db().settings.update({
    where: { id: 1 },
    data: { smtpHost: "127.0.0.1", smtpPort: port, smtpSecurity: "none", mailFrom: "vpn@example.org", smtpUser: null, ...over },
  });
